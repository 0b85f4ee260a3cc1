"""Speed and memory: of the reader, beside spaCy's pipeline in one run, and of the ledger: ``python -m bench``."""
