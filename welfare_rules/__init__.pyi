"""The public names, each imported from its home: the one list of them.

Type checkers read it here, `__init__.py` takes from it what it offers.
"""

from welfare_rules.answer.answer import Answer as Answer
from welfare_rules.answer.answer import Determination as Determination
from welfare_rules.answer.answer import Reason as Reason
from welfare_rules.answer.questions import Question as Question
from welfare_rules.api import Policy as Policy
from welfare_rules.api import jurisdictions as jurisdictions
from welfare_rules.api import load as load
from welfare_rules.api import loads as loads
from welfare_rules.basics.days import Month as Month
from welfare_rules.basics.due import Undetermined as Undetermined
from welfare_rules.basics.text import Words as Words
from welfare_rules.comparison.compare import Change as Change
from welfare_rules.comparison.compare import Comparison as Comparison
from welfare_rules.comparison.compare import compare as compare
from welfare_rules.comparison.sentences import compare_words as compare_words
from welfare_rules.comparison.upcoming import Review as Review
from welfare_rules.comparison.upcoming import Upcoming as Upcoming
from welfare_rules.curves.curve import Curve as Curve
from welfare_rules.curves.curve import CurveJump as CurveJump
from welfare_rules.curves.curve import CurveLine as CurveLine
from welfare_rules.curves.curve import CurvePiece as CurvePiece
from welfare_rules.curves.needed import Needed as Needed
from welfare_rules.facts.household import Household as Household
from welfare_rules.facts.household import Member as Member
from welfare_rules.findings import CaseError as CaseError
from welfare_rules.findings import EngineMissing as EngineMissing
from welfare_rules.findings import Finding as Finding
from welfare_rules.findings import FindingsError as FindingsError
from welfare_rules.findings import Place as Place
from welfare_rules.findings import PolicyError as PolicyError
from welfare_rules.findings import RequestError as RequestError
from welfare_rules.history.facts import History as History
from welfare_rules.history.facts import read_history as read_history
from welfare_rules.law.terms import Citation as Citation
from welfare_rules.metadata.described import BenefitInfo as BenefitInfo
from welfare_rules.metadata.described import FactInfo as FactInfo
from welfare_rules.metadata.described import FigureInfo as FigureInfo
from welfare_rules.metadata.dictionary import Name as Name
from welfare_rules.receipts.receipt import Receipt as Receipt
from welfare_rules.receipts.receipt import mask_answer as mask_answer
from welfare_rules.receipts.receipt import mask_receipt as mask_receipt
from welfare_rules.receipts.receipt import read_receipt as read_receipt
from welfare_rules.receipts.receipt import write_receipt as write_receipt
from welfare_rules.receipts.replay import Replay as Replay
from welfare_rules.receipts.replay import replay as replay
from welfare_rules.receipts.signing import SigningKey as SigningKey
from welfare_rules.receipts.signing import public_key as public_key
from welfare_rules.receipts.signing import signing_key as signing_key
from welfare_rules.rules import Rules as Rules
from welfare_rules.settlement.causes import Cause as Cause
from welfare_rules.settlement.ledger import Payment as Payment
from welfare_rules.settlement.ledger import read_ledger as read_ledger
from welfare_rules.settlement.recovery_plan import Instalment as Instalment
from welfare_rules.settlement.recovery_plan import Plan as Plan
from welfare_rules.settlement.recovery_plan import Way as Way
from welfare_rules.settlement.settlement import Line as Line
from welfare_rules.settlement.settlement import Settlement as Settlement

__version__: str
