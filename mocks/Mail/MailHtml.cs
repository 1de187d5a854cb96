using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain;
using MimeKit;

namespace Hub.Mocks.Mail;

/// <summary>The pages of the mail viewer, in Indonesian; everything from a mail is encoded.</summary>
internal static partial class MailHtml
{
    public static string Boxes(IReadOnlyList<MailBox> boxes)
    {
        var rows = new StringBuilder();
        foreach (var box in boxes)
        {
            var (inbox, sent) = (box.Inbox.Snapshot(), box.Sent.Snapshot());
            var last = inbox.Count == 0 ? "" : Moment(inbox[^1].Delivery.ReceivedAt);
            rows.Append($"<tr><td><a href=\"{Folder(box.Address, "masuk")}\">{Text(box.Address)}</a></td><td class=n>{inbox.Count}</td>")
                .Append($"<td class=n>{box.Inbox.Arrivals}</td><td class=n><a href=\"{Folder(box.Address, "terkirim")}\">{sent.Count}</a></td><td>{last}</td></tr>");
        }

        return Page("Kotak surat", boxes.Count == 0
            ? "<p>Belum ada kotak surat. Kotak muncul sendiri begitu ada surat untuknya.</p>"
            : $"""
               <p>Semua surat di server surat tiruan. <em>Diterima</em> menghitung setiap penyerahan; kotak menyimpan satu salinan per Message-ID.</p>
               <table><thead><tr><th>Alamat</th><th class=n>Masuk</th><th class=n>Diterima</th><th class=n>Terkirim</th><th>Terakhir</th></tr></thead><tbody>{rows}</tbody></table>
               """);
    }

    public static string Mails(string address, string folder, MailFolder found)
    {
        var rows = new StringBuilder();
        foreach (var mail in found.Snapshot().Reverse())
        {
            var other = folder == "masuk" ? mail.Summary.From : mail.Summary.To;
            rows.Append($"<tr><td>{Moment(mail.Delivery.ReceivedAt)}</td><td>{Text(other)}</td><td><a href=\"{Folder(address, folder)}/{mail.Uid}\">{Text(Subject(mail))}</a>")
                .Append(mail.Arrivals > 1 ? $" <small>{mail.Arrivals}× diterima</small>" : "").Append("</td></tr>");
        }

        var title = $"{address}: {(folder == "masuk" ? "surat masuk" : "surat terkirim")}";
        return Page(title, rows.Length == 0
            ? "<p>Kosong.</p>"
            : $"<table><thead><tr><th>Waktu</th><th>{(folder == "masuk" ? "Dari" : "Kepada")}</th><th>Perihal</th></tr></thead><tbody>{rows}</tbody></table>");
    }

    public static string Mail(string address, string folder, StoredMail mail, MimeMessage? read)
    {
        var here = $"{Folder(address, folder)}/{mail.Uid}";
        var html = read?.HtmlBody is null ? "" : $"<h2>Bagian HTML</h2><iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox\" title=\"Isi surat\" src=\"{here}/html\"></iframe>";
        var text = read?.TextBody is null ? "" : $"<h2>Bagian teks</h2><pre>{Linked(read.TextBody)}</pre>";
        var headers = string.Concat((read?.Headers ?? []).Select(h => $"<dt>{Text(h.Field)}</dt><dd>{Text(h.Value)}</dd>"));
        var files = string.Concat((read?.Attachments ?? []).Select((a, i) =>
            $"<li><a href=\"{here}/lampiran/{i}\">{Text(a.ContentDisposition?.FileName ?? a.ContentType.Name ?? a.ContentType.MimeType)}</a> <small>{Text(a.ContentType.MimeType)}</small></li>"));
        return Page(Subject(mail), $"""
            <p><a href="{Folder(address, folder)}">← {Text(address)}</a> · <a href="{here}/asli">surat asli ({mail.Size} byte)</a></p>
            <dl class=short><dt>Dari</dt><dd>{Text(mail.Summary.From)}</dd><dt>Kepada</dt><dd>{Text(mail.Summary.To)}</dd>
            <dt>Diserahkan kepada</dt><dd>{Text(string.Join(", ", mail.Delivery.Recipients))}</dd><dt>Diterima</dt><dd>{Moment(mail.Delivery.ReceivedAt)}</dd></dl>
            {html}{text}{(files.Length == 0 ? "" : $"<h2>Lampiran</h2><ul>{files}</ul>")}
            <details><summary>Semua kepala surat</summary><dl>{headers}</dl></details>
            """);
    }

    public static string Faults(MailFaults faults) => Page("Gangguan", $"""
        <p>Gangguan yang dinyalakan di sini berlaku untuk server surat tiruan ini saja.</p>
        <form method=post>
        <label>Putuskan di tengah isi surat, kali <input name=potong type=number min=0 value={faults.CutLiterals}></label>
        <label>Tunda penerima (451), kali <input name=tunda type=number min=0 value={faults.DeferRecipients}></label>
        <label>Putus setelah surat diterima, sebelum dijawab, kali <input name=putus type=number min=0 value={faults.CloseAfterData}></label>
        <label>Tolak penerima ini (550) <input name=tolak type=text value="{Text(faults.RefuseRecipient ?? "")}"></label>
        <label><input name=sandi type=checkbox value=ya{(faults.RefuseLogin ? " checked" : "")}> Tolak semua sandi</label>
        <label><input name=kuota type=checkbox value=ya{(faults.QuotaSpent ? " checked" : "")}> Kuota kirim hari ini habis (550 5.4.5)</label>
        <label><input name=nomor type=checkbox value=ya> Ganti UIDVALIDITY sekarang</label>
        <button>Terapkan</button></form>
        """);

    public static string Missing() => Page("Tidak ada", "<p>Surat atau kotak ini tidak ada.</p>");

    private static string Page(string title, string body) => $"""
        <!doctype html><html lang=id><head><meta charset=utf-8><meta name=viewport content="width=device-width, initial-scale=1">
        <title>{Text(title)} · Surat tiruan</title><link rel=stylesheet href="/surat.css"></head>
        <body><header><a href="/">Surat tiruan</a><nav><a href="/">Kotak</a><a href="/gangguan">Gangguan</a></nav></header>
        <main><h1>{Text(title)}</h1>{body}</main></body></html>
        """;

    private static string Subject(StoredMail mail) => mail.Summary.Subject.Length == 0 ? "(tanpa perihal)" : mail.Summary.Subject;

    private static string Folder(string address, string folder) => $"/kotak/{Uri.EscapeDataString(address)}/{folder}";

    /// <summary>Encoded text in which web addresses can be opened.</summary>
    private static string Linked(string value) => Address().Replace(Text(value), "<a href=\"$0\" rel=\"noreferrer\">$0</a>");

    [GeneratedRegex(@"https?://[^\s<>&;""]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address();

    private static string Text(string value) => WebUtility.HtmlEncode(value);

    private static string Moment(DateTimeOffset at)
    {
        var machine = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"<time datetime=\"{machine}\">{OfficeDates.ShortDay(Wita.DateOf(at))} {OfficeDates.Time(at)} WITA</time>";
    }
}
