using System.Text;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Notices;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Support;

/// <summary>A hub whose people write by mail, with a clock that a test moves.</summary>
internal sealed class MailOffice : IAsyncDisposable
{
    private const string Inbox = "email-organisasi";
    private int arrived;

    private MailOffice(HubFixture hub, FakeTimeProvider clock) => (Hub, Clock) = (hub, clock);

    public HubFixture Hub { get; }

    public FakeTimeProvider Clock { get; }

    /// <param name="from">The first instant of its clock.</param>
    public static async Task<MailOffice> OpenAsync(DateTimeOffset from, IDictionary<string, string?>? more = null)
    {
        var clock = new FakeTimeProvider(from);
        return new MailOffice(await HubFixture.StartAsync(Settings(more), builder => builder.Services.AddSingleton<TimeProvider>(clock)), clock);
    }

    /// <summary>Its people in a hub that stands already, with these <see cref="Settings"/> and that clock.</summary>
    public static MailOffice In(HubFixture hub, FakeTimeProvider clock) => new(hub, clock);

    public static Dictionary<string, string?> Settings(IDictionary<string, string?>? more = null)
    {
        var settings = HubFixture.Mailbox(Inbox, "biroorganisasiprovkaltara@gmail.com");
        HubFixture.SendMail(settings);
        foreach (var (key, value) in more ?? new Dictionary<string, string?>())
        {
            settings[key] = value;
        }

        return settings;
    }

    /// <summary>A mail comes in now.</summary>
    /// <returns>Its ticket, or the last one.</returns>
    public async Task<Ticket> WriteAsync(string from, string subject, string text, params (string Name, string MediaType, int Size)[] files)
    {
        await ArriveAsync(from, subject, text, "", files);
        return await TicketAsync();
    }

    /// <summary>Somebody answers the last notice of that purpose about a ticket.</summary>
    public async Task AnswerAsync(string from, Ticket ticket, NoticePurpose purpose, string text)
    {
        await using var db = Hub.Database.Open();
        var notice = await db.Outbox.OrderByDescending(m => m.Id).FirstAsync(m => m.TicketId == ticket.Id && m.Purpose == purpose);
        await ArriveAsync(from, "Re: tiket", text, $"In-Reply-To: <{notice.MessageId}>\r\n", []);
    }

    /// <summary>A ticket as it stands now; the last one where none is named.</summary>
    public async Task<Ticket> TicketAsync(string? number = null)
    {
        await using var db = Hub.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Clocks).Include(t => t.Attachments).Include(t => t.Events.OrderBy(e => e.Sequence)).AsSplitQuery()
            .OrderByDescending(t => t.Id).FirstAsync(t => number == null || t.Number == number);
    }

    /// <summary>The last notice of that purpose as the mail that it becomes.</summary>
    public async Task<string> MailAsync(Ticket ticket, NoticePurpose purpose)
    {
        await using var db = Hub.Database.Open();
        var row = await db.Outbox.OrderByDescending(m => m.Id).FirstAsync(m => m.TicketId == ticket.Id && m.Purpose == purpose);
        return (await Hub.Get<NoticeComposer>().ComposeAsync(db, row, CancellationToken.None)).Mail!.Text;
    }

    public async Task<List<string>> RecipientsAsync(Ticket ticket)
    {
        await using var db = Hub.Database.Open();
        return await db.Outbox.Where(m => m.TicketId == ticket.Id && m.Bureau != null).Select(m => m.Recipient).Distinct().OrderBy(r => r).ToListAsync();
    }

    public async Task AddContactAsync(string? bureau, ContactRole role, string address)
    {
        await using var db = Hub.Database.Open();
        db.Contacts.Add(new Contact { Bureau = bureau, Role = role, Address = address });
        await db.SaveChangesAsync();
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private Task ArriveAsync(string from, string subject, string text, string headers, (string Name, string MediaType, int Size)[] files)
    {
        var id = $"<surat-{++arrived}@contoh.id>";
        var head = $"{HubFixture.Vouched(from)}From: {from}\r\nTo: biroorganisasiprovkaltara@gmail.com\r\nSubject: {subject}\r\nMessage-ID: {id}\r\n{headers}MIME-Version: 1.0\r\n";
        var mail = files.Length == 0
            ? $"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
            : $"{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n{string.Concat(files.Select(Part))}--b--\r\n";
        return Hub.ArriveAsync(Inbox, id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Clock.GetUtcNow());
    }

    private static string Part((string Name, string MediaType, int Size) file) =>
        $"--b\r\nContent-Type: {file.MediaType}; name=\"{file.Name}\"\r\nContent-Disposition: attachment; filename=\"{file.Name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + $"{Convert.ToBase64String([.. Beginning(file.MediaType), .. Enumerable.Range(0, file.Size).Select(i => (byte)(i * 31 % 251))], Base64FormattingOptions.InsertLineBreaks)}\r\n";

    /// <summary>A file is what it begins as, not what it is called.</summary>
    private static byte[] Beginning(string mediaType) => mediaType switch
    {
        "image/jpeg" => [0xFF, 0xD8, 0xFF, 0xE0],
        "image/png" => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A],
        "application/pdf" => [.. "%PDF-1.4\n"u8],
        _ => [],
    };
}
