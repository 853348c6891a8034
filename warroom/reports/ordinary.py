"""Names that are ordinary words, or accounts that are nobody: such a word in a sentence does not surely name the person.

English and Indonesian, in lower case: words that people write in a log. A name that stays is reported; a word that is replaced
falsifies the record.
"""

from __future__ import annotations

from typing import Final

_ACCOUNTS: Final = """
root admin administrator import export unknown nobody daemon system systemd guest user test tester demo service services
server client host agent bot cron monitor monitoring alert alerts alertmanager grafana prometheus nagios zabbix pager
pagerduty oncall on-call ops op operator operations dev devops sre dba deploy deployer deployment build builder release runner
worker backup postgres postgresql mysql mariadb mongo mongodb redis kafka rabbitmq elastic elasticsearch nginx apache httpd
www www-data web mail postfix smtp ftp ssh sshd git gitlab github jenkins ansible puppet chef terraform vagrant docker kube
kubernetes k8s core ubuntu debian centos fedora arch alpine ec2-user azureuser oracle sysadmin support helpdesk security audit
network storage database app application api gateway proxy cache queue payments payment checkout login auth session scribe
deputy liaison observer commander lead manager owner team staff caller reporter responder vendor partner customer someone
somebody everyone anyone tim petugas pengguna pelanggan sistem layanan
"""
_WORDS: Final = """
will mark grace hope faith joy may june april august rose violet olive ginger basil sage amber ruby pearl crystal opal art guy
rob grant chase drew cliff river rivers lake forest wood woods field fields stone rock rocky dusty rusty misty stormy sunny
summer autumn winter dawn eve star sky skip chip buck bud king prince baron bishop pope abbot judge sheriff marshal major
general page carter cooper porter parker hunter fisher baker cook butler miller potter turner walker weaver gardener young old
long short small little rich strong good best wise sharp swift savage hardy noble merry jolly bright brown black white green
gray grey blue red gold silver day knight church hall house banks bank wells bush reed rush cash price case chance trip lance
spike ash max miles pete dot kitty bunny crane hawk wolf fox bear bull bass pike tiger van don ward wade read reading charity
patience mercy journey genesis angel flint steel pierce trace log note notes open close closed start stop down up run ran done
fix fixed error errors fail failed failure warn info debug change changes action actions decision update updates status impact
cause fault issue incident roll rollback restart reboot load disk volume partition memory node nodes pod pods region zone link
line file files data key keys token job jobs task tasks time date now then next last first second third one two three four
five six ten all any some none and or the for with from into over under out off on in at by to of is are was were be been has
have had do does did can could should would must might not no yes new high low fast slow big full empty free busy safe sure
true false left right top bottom main master slave primary standby leader follower canary prod production stage staging sun
moon rain snow storm wind fire frost hill dell marsh moor park lane street bloom love dear darling precious sweet candy sugar
honey cherry berry plum peach apple clove pepper coffee pick peel bay ford shore beach cove port dock ship sail boat anchor
thatcher pace race speed rapid quick early late soon ever never always just only also both each echo delta alpha beta gamma
sigma omega bagus indah bulan harapan harap cita nyata utama pertama satu dua tiga empat lima enam tujuh delapan sembilan
sepuluh cantik manis besar kecil kuat sabar jujur damai aman tenang gembira bahagia bijak cerdas pintar cepat baru lama hari
malam pagi siang sore petir hujan angin laut bumi langit api air gunung senin selasa rabu kamis jumat sabtu minggu januari
februari maret mei juni juli agustus oktober desember tanggal jam menit detik waktu baik buruk rusak mati hidup nyala padam
naik turun masuk keluar mulai selesai buka tutup ada tidak bukan sudah belum sedang akan bisa dapat harus boleh mau ini itu
dan atau yang dari ke di pada untuk dengan oleh karena jika kalau saat ketika semua setiap banyak sedikit penuh kosong benar
salah kiri kanan atas bawah depan belakang tengah dalam luar utara selatan timur barat merah putih hitam hijau biru kuning
emas perak besi baja batu kayu pasir tanah sungai danau pantai pulau kota desa jalan rumah kantor pasar toko buku pena meja
kursi pintu kunci mas pak bapak ibu bu mbak adik kakak abang bang om tante nyonya tuan cinta kasih sayang rindu suci jagat
raya alam samudra samudera arus ombak badai salju kabut awan pelangi doa dasar akhir awal tegas
"""


_ORDINARY: Final = frozenset(f"{_ACCOUNTS} {_WORDS}".split())


def ordinary(word: str) -> bool:
    """Whether the word may stand in a sentence without naming anybody."""
    folded = word.casefold()
    return folded in _ORDINARY or len(folded) < 3 or not any(c.isalpha() for c in folded)
