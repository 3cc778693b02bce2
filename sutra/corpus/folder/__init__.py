"""Cleaning a folder of Parquet files by the rules of this stage, without a study.

Stands beside the stage and is no part of what its bytes depend on: no module of `sutra.corpus` imports it.
"""
