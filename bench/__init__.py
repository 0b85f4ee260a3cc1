"""Speed and memory of the reader, measured beside spaCy's pipeline in one run: ``python -m bench``."""
