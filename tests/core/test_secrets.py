"""What is masked, what is left alone, and that a long line costs no more than its length."""

from __future__ import annotations

import time

import pytest

from warroom.core.secrets import Masked, mask
from warroom.core.suspicion import suspicious

# Put together here, so that no scanner takes this file for a leak.
HEX40 = "0123456789abcdef0123456789abcdef01234567"
ABC = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3gH5jK7m"

SECRETS = [
    ("aws-key", "key " + "AKIA" + "IOSFODNN7EXAMPLE" + " was used", "IOSFODNN7"),
    ("github-token", "git push https with " + "ghp_" + ABC[:36], ABC[:36]),
    ("github-token", "github_" + "pat_" + ABC[:30], ABC[:30]),
    ("gitlab-token", "PRIVATE " + "glpat-" + ABC[:20], ABC[:20]),
    ("slack-token", "bot " + "xoxb-" + "123456789012-abcdefABCDEF", "123456789012"),
    ("slack-hook", "curl https://hooks.slack" + ".com/services/T000/B000/XXXXXXXX", "T000/B000"),
    ("discord-hook", "https://discord" + ".com/api/webhooks/123456/" + ABC, ABC),
    ("jwt", "got " + "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "dozjgNryP4J3jVmNHl0w5N", "dozjgNry"),
    ("url-password", "postgres://pay:" + "hunter2@db-1:5432/pay", "hunter2"),
    ("url-password", "redis://:" + "s3cr3t@cache/0", "s3cr3t"),
    ("password", "set DB_PASSWORD=" + "hunter2 and restart", "hunter2"),
    ("password", 'body {"password": "' + 'correct horse"}', "correct horse"),
    ("password", "api_key: " + "9f8e7d6c5b", "9f8e7d6c5b"),
    ("password", "TOKEN=" + "abcdefgh", "abcdefgh"),
    ("password", "AWS_SECRET_ACCESS_KEY=" + "wJalrXUtnFEMI/K7MDENG", "wJalrXUtn"),
    ("private-key", "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY----- done", "MIIEow"),
    ("private-key", "-----BEGIN OPENSSH " + "PRIVATE KEY-----\nb3BlbnNza", "b3BlbnNza"),
    ("private-key", "MIIEpAIBAAKCAQEA1c7+9z5Pad7OejecsQ0buqL6C2P0Q1t3W5y7A9B1C3D5E7F9", "MIIEpAIB"),
    ("stripe-key", "sk_" + "live_" + ABC[:24], ABC[:24]),
    ("google-key", "maps " + "AIza" + ABC[:35], ABC[:35]),
    ("npm-token", "npm_" + ABC[:36], ABC[:36]),
    ("pypi-token", "pypi-" + "AgEIcHlwaS5vcmc" + ABC + ABC, ABC),
    ("sendgrid-key", "SG." + ABC[:22] + "." + ABC + "xyz", ABC[:22]),
    ("telegram-token", "bot 123456789:" + "AA" + ABC[:33], ABC[:33]),
    ("ai-key", "OPENAI sk-" + "proj-" + ABC, ABC),
    ("bearer", "curl -H 'Authorization: Bearer " + HEX40 + "'", HEX40),
    ("basic-auth", "authorization: Basic " + "YW5pOmh1bnRlcjI=", "YW5pOmh1"),
    ("password", "mysql -u root -p'" + "geheim' pay", "geheim"),
    ("password", "mysqldump -uroot -p" + "geheim pay", "geheim"),
    ("password", "curl -s -u ani:" + "geheim https://x.example", "geheim"),
]  # fmt: skip

HARMLESS = [
    "Error rate 32 % on /pay since 14:02, token: expired for about 12 % of users",
    "password reset mails are delayed; passwords: none leaked",
    "kubectl rollout undo deploy/pay -n prod --to-revision=41",
    "docker run -p8080:80 -p 22 image@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
    "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
    "commit 0123456789abcdef0123456789abcdef01234567 reverted by @budi",
    "request 018f3f2e-7c1a-7b3e-9d55-0a1b2c3d4e5f failed, max_tokens=4096",
    "see https://status.example:8443/incidents/42?page=2@now",
    "the bearer of the bad news was a customer; bearer authentication-middleware restarted",
    "sk-learn-model-serving-with-a-long-name is slow",
    "secret: see the vault, path kv/pay; token=$TOKEN password=<hidden>",
    "mail citra@example.org, ssh ops@db-1, ticket PAY-1234",
    "mysql --protocol=tcp -P 3306 says: Too many connections",
    "AKIA is the prefix to look for",
    "Kata sandi: lupa, minta reset; layanan gagal start",
]


@pytest.mark.parametrize(
    ("kind", "line", "secret"), SECRETS, ids=[f"{k}-{i}" for i, (k, *_) in enumerate(SECRETS)]
)
def test_a_secret_is_masked_by_its_kind(kind: str, line: str, secret: str) -> None:
    found = mask(line)
    assert secret not in found.text
    assert f"[masked: {kind}]" in found.text
    assert (found.count, found.kinds) == (1, (kind,))


@pytest.mark.parametrize("line", HARMLESS)
def test_an_ordinary_line_stays_as_it_is(line: str) -> None:
    assert mask(line) == Masked(line, 0, ())


def test_what_names_a_secret_and_what_stands_around_it_stay() -> None:
    assert (
        mask("run: DB_PASSWORD=" + "hunter2 ./migrate").text
        == "run: DB_PASSWORD=[masked: password] ./migrate"
    )
    assert (
        mask("to postgres://pay:" + "hunter2@db-1/pay").text
        == "to postgres://pay:[masked: url-password]@db-1/pay"
    )


@pytest.mark.parametrize("line", [line for _, line, _ in SECRETS])
def test_masking_twice_changes_nothing_more(line: str) -> None:
    once = mask(line).text
    assert mask(once) == Masked(once, 0, ())


def test_several_secrets_in_a_line_are_all_masked() -> None:
    found = mask("password=" + "hunter2 then token=" + "abc123 and " + "AKIA" + "IOSFODNN7EXAMPLE")
    assert found.count == 3
    assert sorted(found.kinds) == ["aws-key", "password", "password"]


HOSTILE = [
    "a", "a:", "a://", "token:", "password=", "secret :", "eyJaaaaaaaa.", "mysql -", "mysql  ", "curl ", "curl -u a", "x.",
    "-----BEGIN PRIVATE KEY", "-----BEGIN A PRIVATE KEY-----", "sk-", "SG.", "-p'", "A1b", "0", "https://hooks.slack.com/",
    "bearer ", "a-", " ", "🚒",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_line_of_100_kb_costs_time_in_proportion_to_its_length(piece: str) -> None:
    def cost(size: int) -> float:
        line = (piece * (size // len(piece) + 1))[:size]
        start = time.process_time()
        mask(line)
        return time.process_time() - start

    # Four times the length may cost four times as much, and some noise; a backtracking pattern costs sixteen.
    assert cost(100_000) < 10 * max(min(cost(25_000) for _ in range(2)), 0.005)


# As other people's rules know them; put together here like those above.
FOREIGN = [
    "docker login -u ani -p " + "hunter2x registry.example",
    "docker login --username ani --password " + "hunter2x",
    "DIGITALOCEAN dop_" + "v1_" + "0f" * 32,
    "databricks dapi" + "0123456789abcdef0123456789abcdef",
    "doppler dp." + "ct." + ABC,
    "grafana eyJr" + "Ijoi" + ABC + ABC,
    "registration GR" + "1348941" + ABC[:20],
    "machine api.example login ani password " + "hunter2x",
    "Authorization: Bearer " + "mF_9.B5f-4",
    "postgresql://u:" + "first1@h1:1,u:" + "second2@h2:2/db",
    "mongodb+srv://u:" + "pa@ss1!@cluster.example/db",
    "aws_secret_access_key:" + "a" * 40,
    "AccountName=x;AccountKey=" + ABC + ABC + "==;EndpointSuffix=core.windows.net",
    "hash $2a$12$" + "R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
    "DATADOG_API_KEY=" + "0123456789abcdef0123456789abcdef",
    "heroku key: " + "c55dbac4-e0e8-4a06-b892-75cac2387ce5",
    '"client_secret" : "' + 'Ufvuj-d6alhwGKvvLh_8Nq0K"',
    "String apiKey" + ' = "' + ABC + '";',
    "curl --user ani:" + "geheim1 https://x.example",
    "sshpass -p " + "geheim1 ssh db-1",
    "--from-literal=db-password=" + "geheim1",
    "kubeadm join --token " + "abcdef.0123456789abcdef",
    "The default password is '" + "blooberry'",
    '<add key="FromEmailPassword" value="' + 'Prestigi$"/>',
    "X-Api-Key: " + ABC,
    "sntry" + "u_" + "0f" * 32,
    "https://x.blob.example/a?sv=1&sig=" + "abc%2Fdef%2B0123456789%3D",
]


@pytest.mark.parametrize("line", FOREIGN)
def test_what_other_scanners_know_is_masked(line: str) -> None:
    found = mask(line)
    assert found.count >= 1
    assert suspicious(line)
    assert not any(
        part in found.text for part in ("hunter2", "geheim1", ABC[:20], "first1", "second2", "pa@ss1")
    )
    assert mask(found.text).count == 0


PLAIN = [
    "deploy failed, pwd=/srv/app/releases",
    "env PWD=/home/deploy OLDPWD=/ PWD=`pwd`",
    "token=refreshed after 3 tries",
    "password=expired for 12 users, secret=rotated",
    "PASS: test_checkout_v2_returns_200",
    "sentry event 0123456789abcdef0123456789abcdef, trace_id=4bf92f3577b34da6a3ce929d0e0eef36",
    "datadog dashboard: https://app.example/dash/0123456789abcdef",
    "image: registry.example/pay:2026.11.21-0123456789abcdef0123456789abcdef01234567",
    "commit: 0123456789abcdef0123456789abcdef01234567, build=20261121140233-pay-checkout",
    "credential = DefaultCredential()",
    "use --password or --token to give it; -p' is not needed",
    "kunci: kata sandi admin direset, token: kedaluwarsa",
    "pods pay-7d9f8b6c5d-x2x4z and worker.2 restarted; key findings at 14:02",
    "poly1305_set_key, poly1305_block_internal and napi_create_bigint_int64 are slow",
    "ssh -p 2222 ops@db-1; docker run -p 8080:80 pay",
]


@pytest.mark.parametrize("line", PLAIN)
def test_what_only_looks_like_one_stays(line: str) -> None:
    assert mask(line) == Masked(line, 0, ())


@pytest.mark.parametrize("line", [line for _, line, _ in SECRETS])
def test_what_is_masked_is_suspicious(line: str) -> None:
    """A plain `warroom log` looks no further than this."""
    assert suspicious(line)
