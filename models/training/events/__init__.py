"""Training of the event weights; needs scikit-learn."""
