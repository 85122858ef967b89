"""Training of the topic weights; needs scikit-learn."""
