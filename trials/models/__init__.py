"""The finder's nouns, one file each."""

from trials.models.burden import BurdenKind, TrialBurden
from trials.models.change import Change, ChangeKind
from trials.models.label import (
    Label,
    Origin,
    Role,
    TrialAutoantibody,
    TrialCondition,
    TrialModality,
    TrialTarget,
    TrialTherapy,
)
from trials.models.product import ProductFact
from trials.models.site import Contact, Country, Site, TrialSite
from trials.models.stamp import Stamp
from trials.models.statement import Statement
from trials.models.sync import RegistryQuery, Rereading, SetAside, Snapshot, SyncRun
from trials.models.therapy import (
    CellSource,
    CellSourceName,
    Modality,
    ModalityName,
    Target,
    TargetName,
    Therapy,
    TherapyName,
)
from trials.models.trial import Intervention, OldNumber, Sighting, Sponsor, Stage, Trial
from trials.models.words import TrialWords

__all__ = [
    "BurdenKind",
    "CellSource",
    "CellSourceName",
    "Change",
    "ChangeKind",
    "Contact",
    "Country",
    "Intervention",
    "Label",
    "Modality",
    "ModalityName",
    "OldNumber",
    "Origin",
    "ProductFact",
    "RegistryQuery",
    "Rereading",
    "Role",
    "SetAside",
    "Sighting",
    "Site",
    "Snapshot",
    "Sponsor",
    "Stage",
    "Stamp",
    "Statement",
    "SyncRun",
    "Target",
    "TargetName",
    "Therapy",
    "TherapyName",
    "Trial",
    "TrialAutoantibody",
    "TrialBurden",
    "TrialCondition",
    "TrialModality",
    "TrialSite",
    "TrialTarget",
    "TrialTherapy",
    "TrialWords",
]
