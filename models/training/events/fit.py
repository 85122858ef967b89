"""Fits for the event weights: a ranking (one right candidate of several), and plain logistic regressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

Array = NDArray[np.float64]
Features = Mapping[str, float]


def fit_ranking(groups: Sequence[tuple[Sequence[Features], int]], strength: float, least: int = 4) -> dict[str, float]:
    """Weights under which the right candidate of each group is the likeliest (conditional logit, ridge penalty).

    Args:
        groups: candidates of each group, and the index of the right one.
        strength: inverse of the penalty.
        least: groups in which a feature must occur.
    """
    kept = frequent([features for candidates, _ in groups for features in candidates], least)
    vectorizer = DictVectorizer()
    vectorizer.fit([dict.fromkeys(kept, 1.0)])
    matrix = vectorizer.transform([features for candidates, _ in groups for features in candidates])
    turned = matrix.T.tocsr()
    starts = np.cumsum([0, *(len(candidates) for candidates, _ in groups)])
    right = starts[:-1] + np.array([index for _, index in groups])
    owner = np.repeat(np.arange(len(groups)), np.diff(starts))
    shown = np.asarray(matrix[right].sum(0)).ravel()

    def loss(weights: Array) -> tuple[float, Array]:
        logits = matrix @ weights
        highest = np.maximum.reduceat(logits, starts[:-1])
        parts = np.exp(logits - highest[owner])
        totals = np.add.reduceat(parts, starts[:-1])
        value = float((highest + np.log(totals) - logits[right]).sum()) + float(weights @ weights) / (2 * strength)
        slope = turned @ (parts / totals[owner]) - shown + weights / strength
        return value, slope

    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return dict(zip(vectorizer.feature_names_, (float(weight) for weight in found), strict=True))


def fit_classes(
    rows: Sequence[Features], outcomes: Sequence[str], strength: float, least: int = 3
) -> dict[str, dict[str, float]]:
    """Weights per outcome (multinomial logistic regression)."""
    kept = frequent(rows, least)
    vectorizer = DictVectorizer()
    vectorizer.fit([dict.fromkeys(kept, 1.0)])
    model = LogisticRegression(C=strength, max_iter=600, fit_intercept=False)
    model.fit(vectorizer.transform(rows), np.array(outcomes))
    names = vectorizer.feature_names_
    return {
        str(outcome): dict(zip(names, (float(weight) for weight in weights), strict=True))
        for outcome, weights in zip(model.classes_, model.coef_, strict=True)
    }


def fit_binary(rows: Sequence[Features], right: Sequence[bool], strength: float, least: int = 4) -> dict[str, float]:
    """Weights of a logistic regression without intercept; a ``bias`` feature stands for it."""
    kept = frequent(rows, least)
    vectorizer = DictVectorizer()
    vectorizer.fit([dict.fromkeys(kept, 1.0)])
    model = LogisticRegression(C=strength, max_iter=600, fit_intercept=False)
    model.fit(vectorizer.transform(rows), np.array(right))
    return dict(zip(vectorizer.feature_names_, (float(weight) for weight in model.coef_[0]), strict=True))


def frequent(rows: Sequence[Features], least: int) -> list[str]:
    """Features that are not nought in at least so many rows."""
    counts: dict[str, int] = {}
    for row in rows:
        for name, value in row.items():
            if value:
                counts[name] = counts.get(name, 0) + 1
    return sorted(name for name, count in counts.items() if count >= least)


def folds(n: int, parts: int = 5) -> list[tuple[list[int], list[int]]]:
    """(train, test) indices of a cross-validation; the same every time."""
    order: list[Any] = np.random.default_rng(0).permutation(n).tolist()
    return [([i for k, i in enumerate(order) if k % parts != part], order[part::parts]) for part in range(parts)]
