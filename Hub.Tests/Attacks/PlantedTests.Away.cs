using System.Net;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Mocks.Mail;
using Hub.Tests.Support;

namespace Hub.Tests.Attacks;

/// <content>What leaves by other ways than pages: sent mail as it lies in the account's own folder, and what an answer is filled with.</content>
public sealed partial class PlantedTests
{
    /// <summary>The account's folder of sent mail lies at a provider: to offices nothing of who wrote, to a reporter nothing of anybody else.</summary>
    [Fact]
    public async Task The_folder_of_sent_mail_tells_nobody_about_another()
    {
        await hub.Get<DispatchWorker>().DispatchAsync(Token);

        var sent = post.Office.FindBox(Account).ShouldNotBeNull().Sent.Snapshot();
        sent.ShouldContain(mail => All.Any(planted => To(mail, planted)), "reporters are told as well");
        foreach (var mail in sent)
        {
            var text = WebUtility.HtmlDecode(MimeKit.MimeMessage.Load(new MemoryStream(mail.Read())).ToString());
            Leaked(text, except: All.FirstOrDefault(planted => To(mail, planted))).ShouldBeEmpty(mail.Summary.To);
        }
    }

    [Fact]
    public async Task An_answer_of_the_bureau_is_filled_with_nothing_of_who_wrote()
    {
        await using var db = hub.Database.Open();
        var canned = db.CannedAnswers.Add(new CannedAnswer { Bureau = Bureau, Name = "Semua", Text = "Tentang {perihal}, {nomor}, {layanan}, {biro}, {tanggal}, {tenggat}." });
        await db.SaveChangesAsync(Token);
        foreach (var (role, visitor) in visitors)
        {
            foreach (var (planted, number) in numbers)
            {
                var page = await TextAsync(visitor, $"/tickets/{number}?canned={canned.Entity.Id}");
                planted.Who.Where(page.Contains).ShouldBeEmpty($"{role} {planted.Entrance}");
                if (role == Roles.Staff)
                {
                    page.ShouldContain($"Tentang {number},");
                }
            }
        }
    }

    private static bool To(StoredMail mail, Planted planted) => mail.Summary.To.Contains(planted.Email, StringComparison.OrdinalIgnoreCase);

    /// <summary>Marks of who wrote, and of the words of secret tickets.</summary>
    private static List<string> Leaked(string text, Planted? except = null) =>
        [.. All.Where(planted => planted != except).SelectMany(planted => planted.IsSecret ? planted.Who.Concat(planted.Words) : planted.Who).Where(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase))];
}
