using System.Text;
using System.Text.RegularExpressions;
using Hub.Mocks.Mail;

namespace Hub.Tests.Support;

/// <summary>The smallest world of a hub that runs as a process: one mailbox that brings items, one officer who is told, one mail server between them.</summary>
internal static partial class MailedHub
{
    public const string HubAddress = "hub@setda.contoh";
    public const string Inbox = "kesra@setda.contoh";
    public const string Staff = "staf.kesra@setda.contoh";

    public static string Subject(int number) => $"Permohonan bantuan hibah rumah ibadah {number:D3}";

    public static void Write(MailServer post, params IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            post.Office.Deliver($"warga{number}@contoh.id", [Inbox], Encoding.UTF8.GetBytes(
                $"From: Warga <warga{number}@contoh.id>\r\nTo: {Inbox}\r\nSubject: {Subject(number)}\r\nMessage-ID: <warga-{number}@contoh.id>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKami mengajukan proposal bantuan hibah renovasi rumah ibadah {number}.\r\n"));
        }
    }

    /// <summary>What every box was told and how often, whatever number it has.</summary>
    public static List<string> SaidIn(MailServer post) =>
        [.. post.Office.Boxes.Where(b => b.Address != Inbox && b.Address != HubAddress).SelectMany(b => b.Inbox.Snapshot().Select(m => $"{b.Address} {Number().Replace(m.Summary.Subject, "KU")} {m.Arrivals}")).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Settings(string data, MailServer post)
    {
        yield return $"--Hub:Data={data}";
        yield return "--urls=http://127.0.0.1:0";
        yield return "--Hub:AllowPrivateNetworks=true";
        yield return "--Serilog:MinimumLevel:Default=Fatal";
        yield return "--Hub:Contacts:kesra:Staff:0=" + Staff;
        yield return "--Hub:Sending:DailyBudget=0";
        yield return "--Hub:Sending:HourlyPerAddress=0";
        foreach (var (key, value) in new[] { ("Host", "127.0.0.1"), ("Port", $"{post.SmtpPort}"), ("Security", "None"), ("User", HubAddress), ("Password", "rahasia"), ("From", HubAddress), ("SentFolder", MailBox.SentName), ("ImapHost", "127.0.0.1"), ("ImapPort", $"{post.ImapPort}"), ("ImapSecurity", "None") })
        {
            yield return $"--Hub:Mail:{key}={value}";
        }

        foreach (var (key, value) in new[] { ("Kind", "email"), ("Cron", "0/2 * * * * ?"), ("Options:Host", "127.0.0.1"), ("Options:Port", $"{post.ImapPort}"), ("Options:Security", "None"), ("Options:User", Inbox), ("Options:Password", "rahasia") })
        {
            yield return $"--Hub:Sources:kesra:{key}={value}";
        }
    }

    [GeneratedRegex(@"KU-\d{4}-\d{6}")]
    private static partial Regex Number();
}
