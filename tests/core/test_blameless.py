"""Gold sentences in both languages: what is advised about, and above all what is not."""

from __future__ import annotations

import pytest

from warroom.core.blameless import BadRules, look, parse, rules_of
from warroom.templates import BLAMELESS, shipped

RULES = rules_of(shipped(BLAMELESS), {})
PEOPLE = ("Budi Santoso", "ani")


def found(text: str, section: str = "summary") -> list[str]:
    return [f"{f.category}: {text[f.start : f.end]}" for f in look(text, section, PEOPLE, "en", RULES)]


FLAGGED = """
counterfactual | We should have tested the migration first.
counterfactual | The limit should have been raised in May.
counterfactual | This could have been prevented.
counterfactual | An alert would have caught it.
counterfactual | If only we had read the graph.
counterfactual | Had we tested it, nothing had happened.
counterfactual | Seharusnya deploy ini dites dulu.
counterfactual | Semestinya ada peringatan.
counterfactual | Andai saja backup diuji.
counterfactual | Seandainya alarm dipasang, ini tidak sampai ke pelanggan.
counterfactual | Kalau saja kami membaca grafiknya.
counterfactual | Ini tidak akan terjadi jika limit dinaikkan.
counterfactual | Gangguan ini bisa dicegah kalau ada alarm.
human_error | The cause was human error.
human_error | It was an operator error during the change.
human_error | A fat-fingered config reached production.
human_error | Penyebabnya kesalahan manusia.
human_error | Ini terjadi karena kesalahan operator.
human_error | Penyebabnya adalah human error.
human_error | Ada kelalaian saat rilis.
judgement | A careless deploy took the site down.
judgement | The change was negligently reviewed.
judgement | The release was sloppy.
judgement | Deploy yang ceroboh merusak situs.
judgement | Tim kurang teliti saat rilis.
judgement | Pekerjaan itu asal-asalan.
judgement | Reviewnya tidak becus.
omission | Budi forgot to run the migration.
omission | Ani didn't check the dashboard.
omission | The on-call engineer failed to escalate.
omission | The developer ignored the warning.
omission | The database team overlooked the limit.
omission | We forgot to raise the limit.
omission | Budi lupa menjalankan migrasi.
omission | Operator tidak mengecek dashboard.
omission | Tim Monitoring mengabaikan peringatan.
omission | Dia nggak ngetes perubahannya.
omission | Pak Budi salah deploy versi lama.
omission | Petugas jaga lupa menyalakan alarm.
blame | Who deployed this?
blame | Whose fault was it?
blame | Budi is to blame.
blame | It was Budi's fault.
blame | Why did Budi restart the node?
blame | Siapa yang salah dalam kejadian ini?
blame | Jangan sampai ada biang keroknya lolos.
blame | Gara-gara si Budi semua mati.
blame | Ada oknum yang mengubah konfigurasi.
blame | Kok nggak ada yang melihat alarmnya?
blame | Kenapa si Ani menghapus tabelnya?
fix_the_human | Be more careful with deploys.
fix_the_human | Remind everyone to read the runbook.
fix_the_human | Train people to use the tool.
fix_the_human | Semua orang lebih hati-hati saat deploy.
fix_the_human | Tim diingatkan agar membaca runbook.
hindsight | Obviously the pool was too small.
hindsight | Sudah jelas poolnya terlalu kecil.
omission | An engineer made a mistake.
omission | Seorang engineer melakukan kesalahan.
omission | Ani tidak sengaja salah deploy.
blame | Kenapa tim payment tidak melihat alarm?
drama | The site was down!!!
drama | It was a disaster for the shop.
"""

SILENT = r"""
The service failed to start after the reboot.
The pods failed to start; they failed to pull the image.
Layanan gagal start setelah reboot.
Layanan gagal dimulai dan pod tidak mau naik.
Pesan kesalahan muncul di halaman login.
Log menunjukkan kesalahan koneksi.
Salah satu node mati.
Salah satu dari tiga replika tertinggal.
git blame shows that the line is from 2019.
This is a blameless review.
Tinjauan ini tanpa menyalahkan siapa pun.
Kami tidak mencari kambing hitam.
Every follow-up should have an owner.
Each service should have limited access.
Services should have documented owners.
The page should have a banner.
Angka itu lebih kecil dari seharusnya.
Proses tidak berjalan sebagaimana mestinya.
Nilai yang seharusnya 200 terbaca 20.
Koneksi yang seharusnya ditutup tetap terbuka.
Pengguna memakai halaman lupa kata sandi.
Users could not open the forgot password page.
The form shows a user error message.
The Kubernetes operator failed to reconcile the cluster.
The operator ignored the annotation.
The alert said “operator error: Budi forgot the key”.
The alert said "human error" and nothing else.
The log has `human error` in it.
```\nhuman error: careless\n```
2026-05-01T10:00:00Z app human error detected
ERROR: user error, careless input
> Budi forgot to run it.
    Budi forgot to run it.
We failed over to the replica in Surabaya.
Budi's script failed to start the service.
The disk at fault was replaced.
Disaster recovery was started at 14:05.
Budi restarted the service at 14:05.
The database ran out of connections because the pool holds ten.
Pool koneksi habis karena hanya sepuluh.
Why did the pool run out?
Mengapa pool koneksi habis?
Kenapa alarm tidak berbunyi?
Users might have seen errors.
The job did not check the checksum.
Skrip tidak memeriksa checksum.
Padahal beban normal, latensi naik.
Permintaan gagal dengan status 500.
Tim membalikkan rilis pukul 14.10.
The team rolled the release back.
The team did not check in any changes that week.
The operator error count rose to 40.
Kesalahan operator SQL muncul di log aplikasi.
The cache should have expired at 10:00.
Bukan salah siapa-siapa.
It was not human error.
Ini bukan human error.
Tinjauan ini bukan mencari siapa yang salah, tetapi belajar dari sistem.
Kita belajar, bukan cari kambing hitam.
We learn from errors and do not look for a scapegoat.
"""


def lines(text: str) -> list[str]:
    return [line.replace("\\n", "\n") for line in text.strip("\n").split("\n")]


@pytest.mark.parametrize("line", lines(FLAGGED))
def test_what_looks_for_somebody_is_advised_about(line: str) -> None:
    category, text = line.split(" | ")
    assert category in [one.partition(":")[0] for one in found(text)], found(text)


@pytest.mark.parametrize("text", lines(SILENT))
def test_machines_quotes_and_plain_facts_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_what_might_have_been_is_welcome_among_the_learnings() -> None:
    assert found("We should have tested it.", "learnings") == []
    assert found("The engineer forgot to test.", "learnings")


def test_a_name_in_the_cause_is_offered_a_role() -> None:
    assert found("Budi restarted it; @ani watched.", "cause") == ["name: Budi", "name: @ani"]
    assert found("The path is /home/budi/x and budi@example.com", "cause") == []


@pytest.mark.parametrize("language", ["en", "id"])
def test_each_rule_has_its_words_in_both_languages(language: str) -> None:
    assert all(rule.advice[language] and rule.better[language] for rule in RULES)


OWN = """
[[rule]]
category = "house"
patterns = ["{}"]
advice = {{ en = "not in this house" }}
better = {{ en = "What happened?" }}
"""


def test_a_team_adds_rules_of_its_own() -> None:
    rules = rules_of(shipped(BLAMELESS), {"own.toml": OWN.format("the usual suspect*")})
    assert [f.category for f in look("It was the usual suspects.", "cause", (), "id", rules)] == ["house"]


@pytest.mark.parametrize(
    "text",
    ["[[rule", "[[rule]]\n", OWN.format("(a+)+$"), OWN.format("(a"), OWN.format("a" * 500), OWN.format("(a)?" * 40),
     "#" * 40_000, 'rule = "x"', OWN.format("x y").replace("house", "Big House")],
)  # fmt: skip
def test_rules_that_cannot_be_used_say_so_in_one_line(text: str) -> None:
    with pytest.raises(BadRules, match=r"^own\.toml") as refused:
        parse("own.toml", text)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "piece", ["should have ", "a" * 50, "the team ", "'", "``", "\n    ", "(", "had we ", "tim a b "]
)
def test_a_hostile_text_only_gives_fewer_or_more_findings(piece: str) -> None:
    text = piece * 3000
    assert all(0 <= f.start < f.end <= len(text) for f in look(text, "cause", PEOPLE, "en", RULES))
