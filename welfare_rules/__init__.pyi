"""The public names, each imported from its home: the one list of them.

Type checkers read it here, `__init__.py` takes from it what it offers.
"""

from welfare_rules.answer.answer import Answer as Answer
from welfare_rules.answer.answer import Determination as Determination
from welfare_rules.answer.answer import Reason as Reason
from welfare_rules.api import Policy as Policy
from welfare_rules.api import jurisdictions as jurisdictions
from welfare_rules.api import load as load
from welfare_rules.api import loads as loads
from welfare_rules.basics.due import Undetermined as Undetermined
from welfare_rules.comparison.upcoming import Upcoming as Upcoming
from welfare_rules.facts.household import Household as Household
from welfare_rules.facts.household import Member as Member
from welfare_rules.findings import CaseError as CaseError
from welfare_rules.findings import Finding as Finding
from welfare_rules.findings import Place as Place
from welfare_rules.findings import PolicyError as PolicyError
from welfare_rules.findings import RequestError as RequestError
from welfare_rules.history.facts import History as History
from welfare_rules.history.facts import read_history as read_history
from welfare_rules.metadata.described import BenefitInfo as BenefitInfo
from welfare_rules.metadata.described import FactInfo as FactInfo
from welfare_rules.metadata.described import FigureInfo as FigureInfo
from welfare_rules.metadata.dictionary import Name as Name
from welfare_rules.rules import Rules as Rules
from welfare_rules.settlement.ledger import Payment as Payment
from welfare_rules.settlement.ledger import read_ledger as read_ledger
from welfare_rules.settlement.recovery_plan import Plan as Plan
from welfare_rules.settlement.settlement import Line as Line
from welfare_rules.settlement.settlement import Settlement as Settlement

__version__: str
