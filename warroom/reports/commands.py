"""Which part of a sentence is a command: there no word is a name, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# Programs that nobody writes about without running them; those that are words too need an option or a path behind them.
_PROGRAMS: Final = (
    "sudo|su|chown|chmod|chgrp|ssh|scp|sftp|rsync|kubectl|oc|helm|docker|podman|docker-compose|systemctl|journalctl|psql|mysql"
    "|mysqldump|pg_dump|pg_ctl|redis-cli|mongo|mongosh|curl|wget|git|grep|egrep|zgrep|awk|sed|xargs|tar|gzip|ls|cd|rm|cp|mv|mkdir"
    "|rmdir|ln|df|du|ps|pkill|killall|lsof|netstat|ss|ip|iptables|nft|dig|nslookup|ping|traceroute|nc|telnet|openssl|useradd|usermod"
    "|userdel|passwd|getent|crontab|apt|apt-get|yum|dnf|apk|pip|npm|yarn|mvn|java|python|python3|perl|php|bash|sh|zsh|aws|gcloud|az"
    "|terraform|ansible|ansible-playbook|vault|consul|nomad|etcdctl|kafka-topics|rabbitmqctl|supervisorctl|nginx|apachectl|umount"
    "|mkfs|fdisk|lvextend|resize2fs|e2fsck|fsck|xfs_repair|strace|tcpdump|pgrep|chroot|warroom"
)
_ALSO_WORDS: Final = (
    "cat|find|kill|top|who|id|sort|cut|date|host|make|time|mount|service|watch|tail|head|less|more|echo|export|set|env|test|which"
    "|touch|stat|wc|go|node|free|w|last|nice|at|screen|split|join|look|man|route|sync|reboot|shutdown|init"
)
_LEADS_IN: Final = r"(?:^|(?<=[:;|&(\n“\"']) ?|(?<=\bran )|(?<=\brun )|(?<=\bruns )|(?<=\brunning )|(?<=\bjalankan )|(?<=[$#] ))"
_COMMAND: Final = re.compile(
    rf"{_LEADS_IN}(?:(?:{_PROGRAMS})(?=\s+\S)|(?:{_ALSO_WORDS})(?=(?:\s+\S+)*?\s+(?:-\w|--\w|\S*[/=]))|\$ ?\S)",
    re.MULTILINE,
)
_TICKED: Final = re.compile(r"`[^`\n]+`")
# A command ends with its line, with the bracket or quote around it, or where a sentence begins or a dash leads on.
_END: Final = re.compile(r"\n|[.;,]? +[—–] |[.!?] +(?=[A-Z])|, (?=then|and|but|lalu|kemudian|dan|tetapi)")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of the text in their order, each with whether it is a command. Together they are the text."""
    at = 0
    for begin, end in _commands(text):
        if begin < at:
            continue
        if begin > at:
            yield text[at:begin], False
        yield text[begin:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def _commands(text: str) -> Iterator[tuple[int, int]]:
    found = [m.span() for m in _TICKED.finditer(text)]
    for match in _COMMAND.finditer(text):
        end = _END.search(text, match.end())
        found.append((match.start(), end.start() if end else len(text)))
    return iter(sorted(found))
