using Hub.Domain.Catalogue;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using MimeKit;

namespace Hub.Tests.Mocks;

public sealed class DemoMailsTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Sixty_mails_lie_in_the_ten_inboxes_of_the_decree()
    {
        var office = PostOffice.Open(folder.Path, TimeProvider.System);
        var mails = DemoMails.Load(Start);

        mails.Deliver(office, Start.AddHours(1)).ShouldBeNull();

        mails.Count.ShouldBe(60);
        var inboxes = ServiceCatalogue.Embedded().Bureaus.SelectMany(b => b.Channels).Where(c => c is { Type: "email", Routes: true })
            .Select(c => c.Value.ToLowerInvariant()).Distinct().ToArray();
        office.Boxes.Select(b => b.Address).ShouldBe(inboxes, ignoreOrder: true);
        office.Boxes.ShouldAllBe(b => b.Inbox.Snapshot().Count >= 3);
    }

    [Fact]
    public void Some_mails_arrive_while_one_watches_and_a_restart_brings_none_twice()
    {
        var office = PostOffice.Open(folder.Path, TimeProvider.System);
        var mails = DemoMails.Load(Start);

        mails.Deliver(office, Start).ShouldBe(Start.AddMinutes(1.5));
        var before = office.Boxes.Sum(b => b.Inbox.Snapshot().Count);
        mails.Deliver(office, Start.AddMinutes(5));
        office.Boxes.Sum(b => b.Inbox.Snapshot().Count).ShouldBe(before + 2);

        var again = PostOffice.Open(folder.Path, TimeProvider.System);
        DemoMails.Load(Start).Deliver(again, Start.AddMinutes(5));
        again.Boxes.Sum(b => b.Inbox.Arrivals).ShouldBe(before + 2);
    }

    [Fact]
    public void The_oddities_of_real_mail_are_there()
    {
        var office = PostOffice.Open(folder.Path, TimeProvider.System);
        DemoMails.Load(Start).Deliver(office, Start.AddHours(1));
        var all = office.Boxes.SelectMany(b => b.Inbox.Snapshot()).Select(m => (Raw: m.Read(), Mail: MimeMessage.Load(new MemoryStream(m.Read())))).ToArray();

        all.ShouldContain(m => m.Mail.Headers[HeaderId.MessageId] == null);
        all.ShouldContain(m => m.Mail.BodyParts.OfType<TextPart>().Any(p => p.ContentType.Charset == "iso-8859-1" && p.ContentTransferEncoding == ContentEncoding.QuotedPrintable && p.Text.Contains("André", StringComparison.Ordinal)));
        all.ShouldContain(m => m.Mail.BodyParts.OfType<MessagePart>().Any() || m.Mail.Body is Multipart && ((Multipart)m.Mail.Body).OfType<MessagePart>().Any());
        all.ShouldContain(m => m.Mail.Body is MultipartReport);
        all.ShouldContain(m => m.Mail.TextBody == null && m.Mail.HtmlBody != null);
        all.ShouldContain(m => m.Raw.Length > 4_000_000);
        all.ShouldContain(m => m.Mail.Headers[HeaderId.ListId] != null);
        all.ShouldContain(m => m.Mail.Headers[HeaderId.AutoSubmitted] == "auto-replied");
        all.ShouldContain(m => m.Mail.BodyParts.Any(p => p.ContentDisposition != null && p.ContentDisposition.FileName == "winmail.dat"));
    }
}
