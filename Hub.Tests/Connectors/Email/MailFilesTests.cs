using System.Security.Cryptography;
using System.Text;
using Hub.Connectors.Email;
using Hub.Domain;

namespace Hub.Tests.Connectors.Email;

/// <summary>Mails that come as files are found and known again wherever their bytes are cut.</summary>
public sealed class MailFilesTests
{
    private const int Megabyte = 1024 * 1024;

    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    [Theory]
    [InlineData(0)]
    [InlineData((64 * 1024) - 3)]
    [InlineData((64 * 1024) - 1)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(3 * Megabyte)]
    public void An_mbox_is_parted_at_its_lines_and_each_mail_is_what_it_was(int filler)
    {
        // A line that ends exactly where a buffer does, for every place of the cut within "\nFrom ".
        foreach (var more in Enumerable.Range(0, 8))
        {
            string[] mails = [Mail("Satu", filler + more), Mail("Dua\r\nFrom-Siti: >From x", 10), Mail("Tiga", 20)];
            var box = Encoding.Latin1.GetBytes(string.Concat(mails.Select(m => $"From siti@contoh.id Wed Mar 11 10:00:00 2026\n{m}\n")) + "\n \n");

            var rows = MailFiles.Read("surel", "arsip.mbox", new MemoryStream(box), Received).ToList();

            rows.Select(r => Encoding.Latin1.GetString(r.Envelope!.Raw.Span)).ShouldBe(
                mails.Select((m, i) => $"From siti@contoh.id Wed Mar 11 10:00:00 2026\n{m}\n{(i == mails.Length - 1 ? "\n \n" : "")}"));
            rows.Select(r => r.Envelope!.Length).Sum().ShouldBe(box.Length);
            (rows[0].Envelope!.Pieces is not null).ShouldBe(filler > Megabyte);
        }
    }

    [Fact]
    public void Blanks_are_no_mail_and_nothing_is_no_file()
    {
        MailFiles.Read("surel", "a.mbox", new MemoryStream("\r\n \n"u8.ToArray()), Received).ShouldBeEmpty();
        MailFiles.Read("surel", "a.mbox", new MemoryStream(), Received).Single().Report.Outcome.ShouldBe(Hub.Connectors.RowOutcome.Refused);
    }

    [Fact]
    public void A_mail_is_known_again_whatever_the_ends_of_its_lines_are()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            // Texts of nothing but what matters, some as long as a buffer.
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(6) switch { 0 => "\r", 1 => "\n", 2 => "\r\n", 3 => "From ", 4 => new string('x', random.Next(1, 3) * ((64 * 1024) - 3)), _ => "a" }));
            MailEnvelope.Fingerprint(Encoding.ASCII.GetBytes(text)).ShouldBe(Print(text), customMessage: text.Length < 200 ? text : null);
        }
    }

    private static string Print(string text)
    {
        var rest = text.StartsWith("From ", StringComparison.Ordinal) && text.Contains('\n', StringComparison.Ordinal) ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', rest.Split('\n').Select(line => line.TrimEnd('\r'))))).AsSpan(0, 16));
    }

    private static string Mail(string subject, int filler) => $"From: siti@contoh.id\nSubject: {subject}\n\n{new string('x', filler)}\n";
}
