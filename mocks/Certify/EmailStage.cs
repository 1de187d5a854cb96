using System.Globalization;
using System.Text;
using Hub.Domain;
using Hub.Mocks.Mail;

namespace Hub.Mocks.Certify;

/// <summary>A bureau's inbox. Answers to these tickets leave as mails to the reporter.</summary>
internal sealed class EmailStage(MailServer server) : Stage
{
    public const string Address = "kotak.kesra@setda.contoh";

    public override string Connector => "email";
    public override bool Answers => true;

    public override IEnumerable<(string Key, string Value)> Options =>
    [
        ("Host", "127.0.0.1"), ("Port", server.ImapPort.ToString(CultureInfo.InvariantCulture)), ("Security", "None"), ("User", Address), ("Password", server.Password),
        ("Address", Address), ("BatchSize", "3"),
    ];

    public override void Add(int number, DateTimeOffset changedAt) => Deliver(number, changedAt, "Permohonan bantuan hibah rumah ibadah");

    /// <summary>The server lists the mail and cannot hand it over.</summary>
    public override void AddPoison(int number, DateTimeOffset changedAt) => Deliver(number, changedAt, MailFaults.Damaged);

    /// <summary>The mail server's own faults are the lane's; here only the numbers of the mails.</summary>
    public override void Play(Scene scene)
    {
        if (scene.Mail?.Renumber == true)
        {
            server.Office.Renumber();
        }
    }

    public override void Dispose()
    {
    }

    private void Deliver(int number, DateTimeOffset receivedAt, string subject) => server.Office.Deliver($"warga{number}@contoh.id", [Address], Encoding.UTF8.GetBytes($"""
        From: Warga {number} <warga{number}@contoh.id>
        To: {Address}
        Subject: {subject} {Mark(number)}
        Message-ID: <surat-{number}@contoh.id>
        Date: {Wita.At(receivedAt).ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0800
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        Kami memohon bantuan hibah renovasi rumah ibadah.
        """.ReplaceLineEndings("\r\n")), receivedAt);
}
