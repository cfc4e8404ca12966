"""Rules, vocabulary and what records say of products, as they are when a run begins."""

from trials import store
from trials.labels.burden import burdens
from trials.labels.classify import Classifier
from trials.store.terms import search_terms
from trials.sync.sisters import facts_in_force
from trials.vocabulary import load_burden_words, load_vocabulary


class Labeller:
    """Labels versions of studies; reads the database once, when it is made."""

    def __init__(self) -> None:
        self.vocabulary = load_vocabulary()
        self.classifier = Classifier(self.vocabulary, facts_in_force())
        self.burden_words = load_burden_words()

    def label(self, version: store.Version) -> store.Labelled:
        """What the rules say of a version; what joining takes only of a trial that tests a cell therapy."""
        record = version.record
        labels = self.classifier.classify(record)
        words = search_terms(record)
        takes = burdens(record, self.burden_words) if labels.modalities or labels.therapies else ()
        return store.Labelled(version, labels, words, self.vocabulary.digest, takes)
