"""``python run_pipeline.py [RAW] [EXTRACTED]`` extracts; ``--help`` tells the rest."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
