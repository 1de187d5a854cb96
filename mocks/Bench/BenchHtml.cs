using System.Globalization;
using System.Net;
using System.Text;
using Hub.Domain;
using Hub.Mocks.Mail;

namespace Hub.Mocks.Bench;

/// <summary>The page of the bench, in Indonesian; everything that came from outside is encoded.</summary>
internal static class BenchHtml
{
    private const int Shown = 12;

    /// <param name="said">What came of the last form; null for none.</param>
    /// <param name="at">The card whose form was sent; null says it above all cards.</param>
    public static string Page(IReadOnlyList<IFake> fakes, MailServer mail, Uri mailPage, string? said, string? at) => $$"""
        <!doctype html><html lang=id><head><meta charset=utf-8><meta name=viewport content="width=device-width, initial-scale=1">
        <title>Bangku uji</title><link rel=stylesheet href="/bench.css"></head>
        <body><header><strong>Bangku uji</strong><nav aria-label="Tiruan">{{string.Concat(fakes.Select(f => $"<a href=\"#{f.Name}\">{Text(f.Server.Card.Title)}</a>"))}}<a href="#mail">Surat</a><a href="#api">HTTP</a></nav></header>
        <main><h1>Sistem tiruan untuk penguji</h1>
        <p>Setiap tiruan berdiri di tempat sistem aslinya. Nyalakan gangguan, tambah atau ubah butir, kirim surat, lalu lihat di catatan apa yang ditanyakan hub.</p>
        {{(at is null ? Said(said) : "")}}
        <form method=post action="/form/reset"><button>Kembalikan tiruan</button> <small>Yang ditambah atau diubah di sini hilang, gangguan dan catatan seperti semula. Yang ditulis hub dan surat tetap.</small></form>
        <div class=cards>{{string.Concat(fakes.Select(f => Fake(f, f.Name == at ? said : null)))}}{{Mail(mail, mailPage, at == BenchPage.MailCard ? said : null)}}</div>{{Api(fakes)}}</main></body></html>
        """;

    private static string Said(string? said) => said is null ? "" : $"<p class=said role=status>{Text(said)}</p>";

    private static string Fake(IFake fake, string? said)
    {
        var (card, items) = (fake.Server.Card, fake.Items.All());
        var fault = fake.Faults.Current;
        return $"""
            <section id="{fake.Name}" class="card{(fault == Fault.None ? "" : " ill")}"><h2>{Text(card.Title)} <small>{(fault == Fault.None ? "sehat" : $"gangguan: {Words(fault)}")}</small></h2>{Said(said)}
            <p><a href="{fake.Address}">{fake.Address}</a> · <a href="{fake.Address}__admin/mappings">WireMock</a></p>
            <details><summary>Yang dijawab ({card.Calls.Count})</summary><ul>{string.Concat(card.Calls.Select(c => $"<li><code>{Text(c)}</code></li>"))}</ul></details>
            <form method=post action="/form/{fake.Name}/fault" class=row>
            <label>Gangguan <select name=fault>{string.Concat(Enum.GetValues<Fault>().Select(f => $"<option value=\"{f}\"{(f == fault ? " selected" : "")}>{Words(f)}</option>"))}</select></label>
            <label>Kali <input name=answers type=number min=1 placeholder="terus"></label><button>Terapkan</button></form>
            <details><summary>Tambah butir</summary><form method=post action="/form/{fake.Name}/add">{Fields(fake.Items)}<button>Tambah</button></form></details>
            <details><summary>Ubah butir</summary><form method=post action="/form/{fake.Name}/change"><label>Butir <select name=id>{string.Concat(items.Reverse().Select(i => $"<option value=\"{Text(i.Id)}\">{Text(i.Id)} · {Text(Short(i.Title))}</option>"))}</select></label>{Fields(fake.Items)}<button>Ubah</button></form></details>
            <details><summary>Butir ({items.Count})</summary>{Items(items)}</details>
            {Journal(fake.Server.Journal.Visits)}</section>
            """;
    }

    private static string Fields(IFakeItems items) => $$"""
        <label>{{Text(items.TitleField)}} <input name=title></label><label>{{Text(items.StatusField)}} <input name=status></label>
        <label>Kolom lain (JSON) <textarea name=json rows=3 placeholder='{"kolom": "isi"}'></textarea></label>
        """;

    private static string Items(IReadOnlyList<FakeItem> items) => items.Count == 0 ? "<p>Kosong.</p>"
        : $"<table><thead><tr><th>Id</th><th>Judul</th><th>Status</th></tr></thead><tbody>{string.Concat(items.Reverse().Take(Shown).Select(i => $"<tr><td>{Text(i.Id)}</td><td>{Text(i.Title)}</td><td>{Text(i.Status ?? "")}</td></tr>"))}</tbody></table>{More(items.Count)}";

    private static string Journal(IReadOnlyList<FakeVisit> visits)
    {
        var rows = new StringBuilder();
        foreach (var visit in visits.Take(Shown))
        {
            var status = visit.Status == 0 ? "putus" : visit.Status.ToString(CultureInfo.InvariantCulture);
            rows.Append($"<tr><td>{Wita.At(visit.At).ToString("HH.mm.ss", CultureInfo.InvariantCulture)}</td><td><code>{visit.Method} {Text(visit.Path)}</code></td><td>{status}{(visit.Fault == Fault.None ? "" : $" <small>{visit.Fault}</small>")}</td></tr>");
        }

        return $"<details{(visits.Count > 0 ? " open" : "")}><summary>Catatan ({visits.Count} panggilan)</summary>{(rows.Length == 0 ? "<p>Belum ada panggilan.</p>" : $"<table><thead><tr><th>Jam (WITA)</th><th>Panggilan</th><th>Jawaban</th></tr></thead><tbody>{rows}</tbody></table>{More(visits.Count)}")}</details>";
    }

    private static string More(int count) => count > Shown ? $"<p><small>{count - Shown} lagi lewat HTTP.</small></p>" : "";

    private static string Mail(MailServer mail, Uri page, string? said) => $"""
        <section id=mail class=card><h2>Surat <small>IMAP 127.0.0.1:{mail.ImapPort}, SMTP 127.0.0.1:{mail.SmtpPort}</small></h2>{Said(said)}
        <p><a href="{page}">Kotak surat</a> · <a href="{new Uri(page, "gangguan")}">gangguan surat</a></p>
        <form method=post action="/form/mail" enctype="multipart/form-data"><label>Dari <input name=from type=email required value="warga@contoh.id"></label>
        <label>Kepada <input name=to type=email required list=boxes></label><datalist id=boxes>{string.Concat(mail.Office.Boxes.Select(b => $"<option value=\"{Text(b.Address)}\">"))}</datalist>
        <label>Perihal <input name=subject></label><label>Isi <textarea name=text rows=4></textarea></label><label>Berkas (boleh beberapa) <input name=files type=file multiple></label><button>Kirim</button></form></section>
        """;

    private static string Api(IReadOnlyList<IFake> fakes) => $$"""
        <section id=api><h2>Hal yang sama lewat HTTP</h2><p>Nama tiruan: {{string.Join(", ", fakes.Select(f => $"<code>{f.Name}</code>"))}}. Dari program uji: <code>BenchClient</code>.</p>
        <table><thead><tr><th>Panggilan</th><th>Isi</th></tr></thead><tbody>
        <tr><td><code>GET /api/fakes</code></td><td>semua tiruan</td></tr>
        <tr><td><code>GET /api/fakes/{nama}/journal</code></td><td>catatan, terbaru dulu</td></tr>
        <tr><td><code>PUT /api/fakes/{nama}/fault</code></td><td><code>{"fault":"Html","answers":2}</code>; <code>DELETE</code> memadamkan</td></tr>
        <tr><td><code>GET /api/fakes/{nama}/items</code></td><td>butir; <code>…/items/sample</code> contoh lengkap</td></tr>
        <tr><td><code>POST /api/fakes/{nama}/items</code></td><td>objek JSON; yang tidak disebut diisi dari contoh</td></tr>
        <tr><td><code>PATCH /api/fakes/{nama}/items/{id}</code></td><td>kolom yang berubah</td></tr>
        <tr><td><code>POST /api/mails</code></td><td><code>{"from":"…","to":"…","subject":"…","text":"…","files":[{"name":"bukti.pdf","content":"base64"}]}</code>; <code>files</code> boleh tidak ada</td></tr>
        <tr><td><code>POST /api/reset</code></td><td>tiruan seperti sebelum diuji; yang ditulis hub tetap</td></tr></tbody></table></section>
        """;

    internal static string Words(Fault fault) => fault switch
    {
        Fault.None => "tidak ada",
        Fault.TooManyRequests => "429, terlalu sering",
        Fault.Unavailable => "503, tidak tersedia",
        Fault.Unauthorized => "401, kunci ditolak",
        Fault.Forbidden => "403, halaman penjaga",
        Fault.Html => "halaman web, bukan JSON",
        Fault.SuccessWithErrors => "berhasil, tetapi dengan kesalahan",
        Fault.HalfAnswer => "separuh jawaban",
        Fault.CutConnection => "sambungan putus",
        Fault.RepeatedCursor => "halaman berulang",
        Fault.UnknownStatus => "status baru",
        Fault.MalformedItem => "satu butir tanpa nomor",
        Fault.Slow => "lambat",
        Fault.Empty => "daftar kosong",
        Fault.Twins => "butir kembar",
        Fault.Reordered => "urutan terbalik",
        Fault.PageDrift => "halaman bergeser",
        Fault.WrongCharset => "aksara salah",
        Fault.SkewedClock => "jam dua jam di depan",
        Fault.DropAfterAcceptance => "diterima, lalu putus",
        Fault.TotalTooHigh => "jumlah terlalu tinggi",
        Fault.PageLeftOut => "satu halaman terlewati",
        Fault.ItemHidden => "satu butir tersembunyi",
        Fault.HalfHidden => "separuh butir tersembunyi",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static string Short(string text) => text.Length <= 60 ? text : text[..59] + "…";

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
