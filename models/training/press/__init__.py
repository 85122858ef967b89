"""The press corpus: releases written for this project, with inline markup (SPEC.md)."""
