"""What a secret looks like: by its prefix (`secrettokens`), by the name that it is given to, or by the command that takes it.

Every repetition has a limit and every search starts at a fixed word, so a long text costs time in proportion to its length.
"""

# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from warroom.core.secrettokens import TOKENS

MARK: Final = re.compile(r"\[masked: [\w-]{1,30}\]")


class Span(NamedTuple):
    """Where a secret stands."""

    start: int
    end: int
    kind: str


def spans(text: str) -> list[Span]:
    """The secrets of a text, from left to right, none within another."""
    found: list[Span] = [Span(m.start(), m.end(), "") for m in MARK.finditer(text)]
    lower = text.lower()
    for source in (_tokens(text), _shapes(text, lower), _given(text)):
        found.extend(source)
    return _apart(found)


def _apart(found: list[Span]) -> list[Span]:
    """Without overlaps: what was found first gives its name, and the longer reach counts; a mark that stands there stays."""
    kept: list[Span] = []
    for rank, span in sorted(enumerate(found), key=lambda one: (one[1].start, one[0])):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
            ranks = rank
            continue
        last = kept[-1]
        if not last.kind or not span.kind:
            kept[-1] = last if not last.kind else span
        else:
            kind = last.kind if ranks <= rank else span.kind
            ranks = min(ranks, rank)
            kept[-1] = Span(last.start, max(last.end, span.end), kind)
    return [span for span in kept if span.kind]


# -- by their prefix -------------------------------------------------------------------------------

_PREFIXES: Final = tuple(
    (prefix, kind, tail)
    for kind, prefixes, tail in TOKENS
    for prefix in (one.replace("␠", " ") for one in prefixes.split())
)
_compiled: dict[str, re.Pattern[str]] = {}


def _tokens(text: str) -> Iterator[Span]:
    for prefix, kind, tail in _PREFIXES:
        at = text.find(prefix)
        while at >= 0:
            begin = at + len(prefix)
            if _begins(text, at, prefix):
                pattern = _compiled.get(tail) or _compiled.setdefault(tail, re.compile(tail, re.ASCII))
                match = pattern.match(text, begin)
                if match and match.end() > begin:
                    yield Span(at + (prefix[0] == ":"), match.end(), kind)
                    begin = match.end()
            at = text.find(prefix, begin)


def _begins(text: str, at: int, prefix: str) -> bool:
    """Whether a token may begin there, rather than go on."""
    before = text[at - 1 : at]
    if prefix[0] == ":":
        return before.isdigit()
    return not (before.isalnum() or before == "_") or not prefix[0].isalnum()


# -- by where they stand ---------------------------------------------------------------------------

_HOLDER = r"(?![\[<${%(]|\*{3}|\.\.\.|(?:null|none|true|false|nil|undefined|xxx+)\b)"
_SHAPES: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    ("private-key", ("private key",), r"-----BEGIN [A-Z0-9 _-]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 _-]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)"),
    ("private-key", ("",), r"\A(?=[0-9a-fA-F]{0,63}[G-Zg-z+/])(?=[^\d]{0,63}\d)(?=[^A-Z]{0,63}[A-Z])[A-Za-z0-9+/]{64}\Z"),
    ("bearer", ("bearer",), r"(?i)\bauthorization[\"']?\s{0,3}[:=]\s{0,3}[\"'`]?bearer\s{1,8}(?P<secret>[\w.~+/-]{8,4000}={0,3})"),
    ("bearer", ("bearer",), r"(?i)\bbearer\s{1,8}(?P<secret>(?=[^\s\d]{0,200}\d)[\w.~+/-]{16,4000}={0,3})"),
    ("basic-auth", ("basic",), r"(?i)\bauthorization[\"']?\s{0,3}[:=,]\s{0,3}[\"'`]?basic\s{1,8}(?P<secret>[A-Za-z0-9+/]{6,1000}={0,3})"),
    ("basic-auth", ("authorization",), r"(?i)\bauthorization[\"']?\s{0,3}[:=]\s{0,3}[\"'`]?(?:token|apikey|key)\s{1,8}(?P<secret>[\w.~+/=-]{8,1000})"),
    ("password", ("login", "password"), r"\b(?:machine\s{1,20}\S{1,200}|default)\s{1,20}login\s{1,20}\S{1,100}\s{1,20}password\s{1,20}(?P<secret>\S{1,200})"),
    ("password", ("mysql",), r"\bmysql(?:dump|admin|import)?\s(?:[^\n|;]{0,200}?\s)?-p(?P<secret>[^\s'\"]{3,128})"),
    ("password", (" -p",), r"(?<=\s)-p(?P<secret>'[^\s,;.)'][^'\n]{0,127}'|\"[^\s,;.)\"][^\"\n]{0,127}\")"),
    ("password", (" -p",), r"(?i)\b(?:(?:docker|podman|buildah|skopeo|nerdctl|oc|az|cf|ibmcloud)\s{1,3}login|helm\s{1,3}registry\s{1,3}login|psexec(?:\.exe)?|mongo(?:dump|restore|sh|export|import)?)\s(?:[^\n|;]{0,200}?\s)?-p[ =]{1,3}[\"']?(?P<secret>[^\s'\"$%<-][^\s'\"]{2,256})"),
    ("password", ("sshpass",), r"\bsshpass\s{1,4}-p\s{0,4}[\"']?(?P<secret>[^\s'\"]{1,128})"),
    ("password", ("redis-cli",), r"\bredis-cli\s(?:[^\n|;]{0,200}?\s)?-a\s{1,4}[\"']?(?P<secret>[^\s'\"$]{3,128})"),
    ("password", ("curl",), r"\bcurl\s(?:[^\n|;]{0,300}?\s)?(?:-u|--user)[ =]?[\"']?[^\s:'\"]{1,64}:(?P<secret>[^\s'\"]{1,128})"),
    ("password", (" --user", " -u "), r"(?<=\s)(?:-u|--user)[ =][\"']?[\w.@-]{1,64}:(?P<secret>(?!//)[^\s'\"/$][^\s'\"]{2,128})"),
    ("password", ("networkcredential",), r"(?i)\bnetworkcredential\s{0,3}\(\s{0,3}\"[^\"\n]{1,80}\"\s{0,3},\s{0,3}\"(?P<secret>[^\"\n]{3,100})\""),
    ("password", ("directoryentry",), r"(?i)\bdirectoryentry\s{0,3}\(\s{0,3}\"[^\"\n]{1,100}\"\s{0,30},\s{0,30}\"[^\"\n]{1,80}\"\s{0,30},\s{0,30}\"(?P<secret>[^\"\n]{3,100})\""),
    ("password", ("<add", "value"), r"(?i)<\s{0,3}add\s{1,3}key\s{0,3}=\s{0,3}\"[^\"\n]{0,30}(?:pass|secret|token|apikey)[^\"\n]{0,30}\"\s{1,3}value\s{0,3}=\s{0,3}\"(?P<secret>[^\"\n]{3,300})\""),
    ("password", ("password is", "passphrase is", "sandi"), r"(?i)\b(?:password|passphrase|kata sandi|sandi)\s(?:is|adalah|nya)\s{1,3}(?P<quote>[\"'`])(?P<secret>[^\n\"'`]{3,60})(?P=quote)"),
    ("password", ("password for",), r"(?i)\bpassword for (?:the )?(?:user|username|account) [\"'`][^\n\"'`]{1,40}[\"'`] is [\"'`](?P<secret>[^\n\"'`]{3,60})[\"'`]"),
    ("password", ("credentials",), r"(?i)\bcredentials\s{0,5}\{[^{}]{0,200}?\bpassword\s{1,5}[\"'](?P<secret>[^\"'\n]{1,60})[\"']"),
    ("aws-key", ("akia", "asia", "a3t"), r"\b(?:AKIA|ASIA|A3T[A-Z0-9])[A-Z0-9]{16}\b[^\n]{0,40}?\b(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"),
    ("azure-secret", ("q~",), r"(?<![\w~.-])(?P<secret>[\w~.]{3}\dQ~[\w~.-]{31,34})(?![\w~.-])"),
    ("azure-key", ("azfu", "azca", "acdb", "+abast", "+amc", "apim", "azse"), r"(?<![\w+/])(?P<secret>[A-Za-z0-9+/_-]{40,80}(?:AzFu|\+ASt|AzCa|ACDb|\+AMC|APIM|AzSe)[A-Za-z0-9+/_-]{4,8}={0,2})"),
    ("azure-key", ("accountkey", "sharedaccesskey", "sharedsecret", "sharedaccesssignature"), r"(?i)\b(?:accountkey|sharedaccesskey|sharedsecretvalue|sharedaccesssignature)\s{0,3}=\s{0,3}(?P<secret>(?![\[<${%])[^;\s\"']{8,300})"),
    ("signature", ("sig=", "signature="), r"(?i)[?&](?:sig|x-amz-signature|x-goog-signature|signature)=(?P<secret>[\w%+/=-]{16,500})"),
    ("k8s-token", (".",), r"(?<![\w.-])(?P<secret>[a-z0-9]{6}\.(?=(?:[a-z]{0,15}\d){3})(?=\d{0,15}[a-z])[a-z0-9]{16})(?![\w.-])"),
    ("newrelic-key", ("nral",), r"(?i)\b(?P<secret>[a-z0-9]{6}[a-f0-9]{30}nral)\b"),
    ("token", ("-",), r"(?<![\w-])(?P<secret>\d{1,3}-(?=(?:[A-Za-z]{0,63}\d){3})[A-Za-z0-9]{64})(?![\w-])"),
    ("maxmind-key", ("_mmk",), r"\b(?P<secret>[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk)\b"),
    ("mailgun-key", ("-",), r"(?<![\w-])(?P<secret>[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8})(?![\w-])"),
    ("mailchimp-key", ("-us",), r"(?<![\w-])(?P<secret>[a-f0-9]{32}-us\d{1,2})(?![\w-])"),
    ("terraform-token", (".atlasv1.",), r"(?<![\w.])(?P<secret>[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{40,100})"),
    ("facebook-token", ("|",), r"(?<![\w|])(?P<secret>\d{15,16}\|[0-9A-Za-z_-]{27,40})(?![\w|-])"),
    ("token", ("==:",), r"(?<![\w+/])(?P<secret>[A-Za-z0-9+/]{22}==:[A-Za-z0-9]{32})\b"),
    ("password", ("password",), r"(?i)\bconnect-viserver\s[^\n]{0,200}?-password\s{1,4}[\"']?(?P<secret>[^\s'\"$]{3,128})"),
    ("password", ("enable ", "snmp-server", "pac key", "username "), r"(?im)^\s{0,8}(?:enable\s{1,3}(?:password|secret)|pac\s{1,3}key|username\s\S{1,64}\s{1,3}(?:password|secret))\s{1,3}(?:level\s\d{1,2}\s)?(?:\d\s)?(?P<secret>(?=[^\s\d]{0,120}\d|\S{0,120}[$!@])\S{4,128})"),
    ("password", ("snmp-server",), r"(?i)\bsnmp-server\s{1,3}community\s{1,3}(?P<secret>\S{2,64})"),
    ("password", ("net use",), r"(?i)\bnet\s{1,3}use\s[^\n|]{0,200}?/user:\S{1,80}\s{1,3}(?P<secret>[^\s/*][^\s]{2,128})"),
    ("jwt", ("zxlk",), r"\b(?P<secret>ZXlK[A-Za-z0-9+/=]{40,4000})"),
)  # fmt: skip
_FLAGS = re.DOTALL | re.ASCII
_QUERIES: dict[str, re.Pattern[str]] = {}


def _shapes(text: str, lower: str) -> Iterator[Span]:
    for kind, needles, pattern in _SHAPES:
        if not any(needle in lower for needle in needles):
            continue
        compiled = _QUERIES.get(pattern) or _QUERIES.setdefault(pattern, re.compile(pattern, _FLAGS))
        group = "secret" if "secret" in compiled.groupindex else 0
        for match in compiled.finditer(text):
            yield Span(*match.span(group), kind)
    if "://" in lower:
        yield from _in_addresses(text)


_ADDRESS = re.compile(r"(?<![\w+.-])[A-Za-z][\w+.-]{1,20}://(?P<who>[^\s/\"'<>`]{1,600})@(?=[\w\[%])", _FLAGS)


def _in_addresses(text: str) -> Iterator[Span]:
    """The passwords of `scheme://user:password@host`, also of several hosts behind one scheme."""
    for match in _ADDRESS.finditer(text):
        at = match.start("who")
        for part in match["who"].split(","):
            who = part.rpartition("@")[0] if "@" in part and part is not match["who"] else part
            user, colon, password = who.partition(":")
            if (
                colon
                and password
                and "@" not in user
                and not password.startswith(("[masked", "$", "<", "{"))
                and len(user) <= 64
            ):
                yield Span(at + len(user) + 1, at + len(who), "url-password")
            at += len(part) + 1


# -- by the name that they are given to ------------------------------------------------------------

_WORD = r"(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|(?:api|access|account|private|auth|signing|encryption|master|admin|license|session|shared|storage|consumer|subscription)[_-]?keys?|sandi|credentials?|crumb)"
_BINDER = r"(?:\s{0,12}(?:=>|[:?]?:{0,2}=|\|\||[=:>])\s{0,12})"
_NAMED = re.compile(
    rf"(?i)(?<![a-z])(?P<name>{_WORD})(?P<rest>(?:[_.-]?(?:key|secret|token|value|id|prod|dev|test|stg|live|new|old|raw|base64|b64|\d{{1,3}}))?)"
    rf"(?P<close>\\?[\"'`]?\]?)(?P<binder>{_BINDER})(?P<open>(?:[a-z]{{1,2}})?\\?[\"'`]|)",
    _FLAGS,
)
_CAMEL = re.compile(
    rf"(?<=[a-z0-9])(?P<name>Pass(?:word|wd|phrase)?|Pwd|Secret|Token|(?:Api|Access|Account|Private|Auth|Secret|Master|Consumer)?Key)"
    rf"(?P<rest>(?:Value|Key|\d{{1,2}})?)(?P<close>\\?[\"'`]?)(?P<binder>{_BINDER})(?P<open>\\?[\"'`]|)",
    _FLAGS,
)
_FLAG = re.compile(
    r"(?i)(?<![\w-])--?(?P<name>[\w-]{0,24}(?:password|passwd|passphrase|secret|token|api-?key|access-?key|auth-?key))(?:=|\s{1,3})(?P<open>[\"']?)(?=\S)",
    _FLAGS,
)
_VALUE: Final = {
    "": re.compile(r"[^\s\"'&;,<>(){}\[\]`\\|]{3,256}", _FLAGS),
    '"': re.compile(r"[^\"\n]{3,256}", _FLAGS),
    "'": re.compile(r"[^'\n]{3,256}", _FLAGS),
    "`": re.compile(r"[^`\n]{3,256}", _FLAGS),
}
_MORE: Final = {
    quote: re.compile(value.pattern.replace("{3,256}", "{1,8000}"), _FLAGS) for quote, value in _VALUE.items()
}
_JUDGED: Final = 256
_PASSWORDS = ("pass", "pwd", "sandi", "credential")
_NOT_MEANT = re.compile(
    r"(?i)[\[<${%#(]|\*{3}|\.{2,}|x{3,}|(?:null|none|nil|true|false|undefined|unset|empty|n/?a|yes|no|ok)\b|your[_ -]|my[_ -]?(?:password|secret|token)\b|changeme|example\b|placeholder|redacted|hidden|masked",
    _FLAGS,
)
_PROSE = frozenset(
    ["the", "a", "an", "is", "was", "were", "are", "be", "been", "being", "it", "its", "this", "that", "these", "those", "and", "or", "for", "from", "with", "without", "to", "of", "on", "in", "at", "by", "as", "if", "when", "not", "no", "expired", "invalid", "incorrect", "wrong", "missing", "required", "rejected", "refused", "revoked", "rotated", "reset", "changed", "refreshed", "renewed", "leaked", "exposed", "set", "updated", "created", "deleted", "removed", "added", "used", "unused", "valid", "correct", "empty", "unknown", "failed", "denied", "accepted", "lost", "forgotten", "string", "str", "int", "bool", "boolean", "text", "bytes", "list", "dict", "object", "any", "optional", "type", "value", "values", "file", "path", "env", "name", "field", "prompt", "ask", "stdin", "flag", "option", "argument", "parameter", "see", "via", "per", "must", "may", "can", "will", "should", "has", "have", "had", "lupa", "salah", "hilang", "diganti", "kedaluwarsa", "management", "manager", "policy", "policies", "rotation", "based", "authentication", "protected", "only", "hash", "hashes", "hashing", "reuse", "store", "stores", "vault", "auth", "access", "refresh", "bearer", "basic", "length", "strength", "generator", "endpoint", "server", "service", "request", "response", "count", "limit", "limits", "usage", "budget", "bucket", "buckets", "expiry", "expiration", "lifetime", "validation", "verification", "review", "handling", "auto", "default"]
)  # fmt: skip


def _given(text: str) -> Iterator[Span]:
    flags = (_FLAG,) if "--" in text or " -" in text else ()
    for pattern in (_NAMED, _CAMEL, *flags):
        judged = 0
        for match in pattern.finditer(text):
            if match.start() < judged:
                continue
            quote = match["open"][-1:]
            value = _VALUE[quote].match(text, match.end())
            if value is None or not _meant(text, match, value[0], value.end()):
                continue
            said = value[0] if quote else value[0].rstrip(".:!?*")
            if not quote:
                judged = value.end()  # names within it are a part of it
            if len(said) >= 3 and _secret(match, said, flag=pattern is _FLAG):
                yield Span(value.start(), _end(text, value, quote, said), "password")
    yield from _tokens_given(text)


def _meant(text: str, match: re.Match[str], value: str, end: int) -> bool:
    """Whether somebody wrote a value there, rather than a placeholder, a call, a command's output or prose."""
    if match["open"][-1:] == "`" and match["close"][-1:] != "`":
        return False  # the shell puts the output of a command there
    if value[0].isspace() or _NOT_MEANT.match(value):
        return False
    return bool(match["open"]) or text[end : end + 1] not in ("(", "[")


def _secret(match: re.Match[str], said: str, *, flag: bool) -> bool:
    """Whether the value is one that such a name is given as a secret."""
    name, quote = match["name"].lower(), match["open"][-1:]
    password = any(word in name for word in _PASSWORDS)
    if name.endswith("pwd") and (said[:1] in "/~.\\" or said[1:3] == ":\\"):
        return False  # the folder where it runs
    if said.startswith(("--", "/", "http://", "https://")) and not password:
        return False
    if quote:
        return said.lower() not in _PROSE and (
            (password and quote != "`") or _is_random(said, 4 if quote == "`" else 8)
        )
    loose = not flag and match["binder"].strip() in (":", ">", "||")
    if loose and name == "pass":
        return False  # what a test run prints before the name of a test
    if loose:
        return (any(map(str.isdigit, said)) and len(said) >= 6 and (password or _is_random(said, 8))) or len(
            said
        ) >= 32
    if password or match["name"].isupper():
        return said.lower() not in _PROSE and (not flag or _is_random(said, 4) or not said.isalpha())
    return _is_random(said, 4)


def _end(text: str, value: re.Match[str], quote: str, said: str) -> int:
    """Where the value ends, also where it is longer than what was judged."""
    end = value.start() + len(said)
    if value.end() - value.start() < _JUDGED:
        return end
    more = _MORE[quote].match(text, value.end())
    return more.end() if more else end


def _is_random(value: str, least: int) -> bool:
    """Whether it is no word: long enough, with a digit among letters or in both cases, or very long."""
    if len(value) < least or " " in value:
        return False
    if len(value) >= 32:
        return not value.isalpha() or len(set(value)) < 30
    return (any(c.isdigit() for c in value) and any(c.isalpha() for c in value)) or (
        least <= 4 and value.isdigit() and len(value) >= 6
    )


_BOUND = re.compile(
    r"(?:=>|:=|\|\||[=:>]|,(?=\s{0,3}[\"'`])|(?<=[A-Za-z])\s(?=[\"'`]?(?:[a-zA-Z]{0,24}\d){3}))[\s\"'`=]{0,6}(?P<secret>(?:[A-Za-z0-9]|[/+](?=[\w+/]{40,90}=))[\w+/=.~!:|-]{14,400})",
    _FLAGS,
)
_SECRET_WORDS = re.compile(
    r"(?i)(?:secret|token|passwd|password|apikey|api[_. -]?key|access[_. -]?key|private[_. -]?key|auth[_. -]?key|client[_. -]?secret|consumer[_. -]?key|license[_. -]?key|app[_. -]?key|\bkey|[_.-]key|crumb|credential|\bpat|_pat|signing)\W{0,3}\Z",
    _FLAGS,
)
_NO_SECRET = re.compile(
    r"(?i)(?:\b|_)(?:ids?|commit|sha\d*|ref|rev|revision|version|image|digest|build|run|trace|span|request|req|cluster|pod|host|hostname|instance|url|uri|checksum|md5|etag|uuid|guid|hash|name|user|username|account|project|zone|tag|job|deploy|release|incident|alert|event|issue|ticket|message|channel|dashboard|file|path|domain|bucket|region|status|date|time|at|public|pub|fingerprint|cloud|arn|branch|email|service|serial|session|node|link|page|doc|docs|see)\W{0,4}\Z",
    _FLAGS,
)
_SERVICES = re.compile(
    r"(?i)(?:(?<![a-z])|(?<=-d))(?:abuseipdb|adafruit|airtable|aiven|algolia|alibaba|aliyun|amplitude|apollo|asana|assemblyai|auth0|beamer|bitbucket|bitly|"
    r"bitrise|bittrex|box|browserstack|checkout|circleci|meraki|civo|clickhouse|cloudflare|cloudinary|codeclimate|codecov|cohere|coinbase|"
    r"configcat|confluent|contentful|coveralls|databento|datadog|data\.gov|deepgram|deepseek|discord|disqus|droneci|dropbox|ebay|"
    r"elevenlabs|endorlabs|etsy|exoscale|facebook|fastly|figma|finicity|finnhub|flickr|freshbooks|fullstory|gitea|gitter|gocardless|"
    r"greptile|gumroad|heroku|honeycomb|hubspot|hunter|ibm|infomaniak|instantly|intercom|jenkins|jumpcloud|kagi|klaviyo|kraken|kucoin|"
    r"lark|launchdarkly|lighton|linear|linkedin|lob|looker|mailgun|mapbox|mattermost|messagebird|midtrans|miro|mistral|monday|mux|nasa|"
    r"netlify|new[_-]?relic|ngrok|nytimes|okta|ollama|openweather|opsgenie|ovh|pagerduty|particle|paypal|pinecone|plaid|plivo|polymarket|"
    r"postmark|privateai|rapidapi|razorpay|retell|sauce|scaleway|scw|segment|sendbird|sentry|snowflake|snyk|sonar|sonarqube|squarespace|"
    r"sslmate|stability|sumo|telegram|tableau|thingsboard|travis|twilio|twitch|twitter|upstage|upstash|vercel|virustotal|vultr|wakatime|"
    r"weatherstack|wandb|wiz|woo|yandex|zendesk|zoho|contribsys|groq|firecrawl|blynk|gitalk)"
    r"[\w. -]{0,24}[\"'`\])]{0,2}\s{0,4}\Z",
    _FLAGS,
)


def _tokens_given(text: str) -> Iterator[Span]:
    """Tokens without a prefix of their own, behind a name that says what they are: a secret's, or that of who issues them."""
    for match in _BOUND.finditer(text):
        value = match["secret"].rstrip(".:")
        if sum(map(str.isdigit, value)) < 2 or not _one_token(value):
            continue
        before = text[max(0, match.start() - 60) : match.start()].rstrip("\"'`)] \t?:=|")
        if _NO_SECRET.search(before[-24:]):
            continue
        if _SECRET_WORDS.search(before[-24:]) or _SERVICES.search(before):
            yield Span(match.start("secret"), match.start("secret") + len(value), "token")


_NOT_A_TOKEN = re.compile(
    r"(?i)\d{4}-\d\d-\d\d|\d{1,3}(?:\.\d{1,3}){3}|[a-z][\w+.-]{1,12}://|(?:[a-z0-9-]+\.){1,6}(?:com|org|net|io|dev|local|internal|html?|py|js|json|ya?ml|txt|log)\b|[\w.-]+/[\w.-]+/[\w./-]+\Z|sha\d{1,3}:",
    _FLAGS,
)


def _one_token(value: str) -> bool:
    if len(value) < 15 or value.isdigit() or _NOT_A_TOKEN.match(value):
        return False
    parts = re.split(r"[-_/.:|=+]", value)
    if any(len(part) >= 12 and any(map(str.isdigit, part)) for part in parts):
        return True
    return bool(re.fullmatch(r"[0-9a-fA-F-]{32,36}", value))
