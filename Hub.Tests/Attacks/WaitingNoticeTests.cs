using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Notices;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>A notice waits (for the morning, for the digest, for a server) and is made from the ticket as it is when it leaves: by then its reader may be whom the ticket accuses, or have nothing to do with it.</summary>
public sealed class WaitingNoticeTests : IAsyncLifetime
{
    private const string Accusation = "Pegawai Biro Organisasi meminta uang pelicin untuk mengurus tanda pengenal.";
    private const string Verifier = "staf.organisasi@setda.contoh";

    private MailOffice office = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        office = await MailOffice.OpenAsync(new DateTimeOffset(2026, 11, 3, 21, 0, 0, Wita.Offset));
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");
        await office.AddContactAsync(null, ContactRole.Leadership, "sekda@setda.contoh");
    }

    [Fact]
    public async Task What_came_to_accuse_the_verifier_overnight_is_not_told_to_the_verifier_in_the_morning()
    {
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", "Selamat malam, saya hendak menyampaikan sesuatu.");
        (ticket.Bureau, ticket.Status).ShouldBe((null, TicketStatus.Triage));
        await office.AnswerAsync("warga@contoh.id", ticket, NoticePurpose.Receipt, Accusation);
        (await office.TicketAsync(ticket.Number)).KeepsVerifierOut.ShouldBeTrue();

        var notices = await NoticesAsync(ticket);

        notices.ShouldContain(n => n.Row.Recipient == Verifier);
        notices.Where(n => n.Row.Recipient == Verifier).ShouldAllBe(n => n.Made.Mail == null && n.Made.Held!.Code == "HeldTexts.Elsewhere" && n.Made.IsOver);
        notices.ShouldContain(n => n.Row.Recipient == "penghubung@inspektorat.contoh" && n.Made.Mail != null);
    }

    [Fact]
    public async Task Who_has_it_no_longer_reads_nothing_of_it_and_who_has_it_does()
    {
        await office.AddContactAsync("kesra", ContactRole.Staff, "lama@setda.contoh");
        await office.AddContactAsync("hukum", ContactRole.Staff, "baru@setda.contoh");
        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", "Selamat malam, saya hendak menyampaikan sesuatu.");
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Assign("kesra", null, null));
        (await NoticesAsync(ticket)).Single(n => n.Row.Recipient == "lama@setda.contoh").Made.Mail.ShouldNotBeNull();
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Assign("hukum", null, "Kepala Biro Kesra terlapor."));

        var notices = await NoticesAsync(ticket);

        notices.Where(n => n.Row.Recipient == "lama@setda.contoh").ShouldAllBe(n => n.Made.Mail == null && n.Made.IsOver);
        notices.Single(n => n.Row.Recipient == "baru@setda.contoh").Made.Mail.ShouldNotBeNull();
        notices.Where(n => n.Row.Recipient == Verifier).ShouldAllBe(n => n.Made.Mail != null, "the verifier sees what every bureau has");
    }

    /// <summary>Without an inspectorate to reach it stays in triage, and those who hear of it are the verifier and the leadership.</summary>
    [Fact]
    public async Task The_leadership_hears_wherever_it_is()
    {
        await using (var db = office.Hub.Database.Open())
        {
            await db.Contacts.Where(c => c.Bureau == "inspektorat").ExecuteDeleteAsync(Token);
        }

        var ticket = await office.WriteAsync("warga@contoh.id", "Laporan", Accusation);
        await office.AddContactAsync("inspektorat", ContactRole.Staff, "penghubung@inspektorat.contoh");
        await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Assign("inspektorat", null, null));

        var notices = await NoticesAsync(ticket);

        notices.Single(n => n.Row.Recipient == "sekda@setda.contoh").Made.Mail.ShouldNotBeNull();
        notices.Where(n => n.Row.Recipient == Verifier).ShouldAllBe(n => n.Made.Mail == null);
    }

    /// <summary>The mail of a day is made when it leaves, too.</summary>
    [Fact]
    public async Task The_mail_of_a_day_names_no_ticket_that_went_on_to_others()
    {
        await office.AddContactAsync("kesra", ContactRole.Staff, "lama@setda.contoh");
        var (gone, kept) = (await office.WriteAsync("warga@contoh.id", "Laporan pertama", "Selamat malam, ini yang pertama."), await office.WriteAsync("lain@contoh.id", "Laporan kedua", "Selamat malam, ini yang kedua."));
        foreach (var ticket in new[] { gone, kept })
        {
            await office.Hub.ChangeAsync(ticket.Number, new TicketChange.Assign("kesra", null, null));
        }

        await office.Hub.ChangeAsync(gone.Number, new TicketChange.Assign("hukum", null, "Kepala Biro Kesra terlapor."));
        await using var db = office.Hub.Database.Open();
        var row = new OutboxMessage
        {
            Key = "digest/kesra", Channel = OutboxChannel.Mail, MessageId = "digest@setda.contoh", Purpose = NoticePurpose.Digest, Recipient = "lama@setda.contoh", Bureau = "kesra",
            Payload = $"{{\"lines\":[{gone.Id},{kept.Id}]}}", CreatedAt = office.Clock.GetUtcNow(), DueAt = office.Clock.GetUtcNow(),
        };

        var mail = (await office.Hub.Get<NoticeComposer>().ComposeAsync(db, row, Token)).Mail!;
        row.Payload = $"{{\"lines\":[{gone.Id}]}}";
        var none = await office.Hub.Get<NoticeComposer>().ComposeAsync(db, row, Token);

        (mail.Text.Contains(gone.Number), mail.Text.Contains(kept.Number)).ShouldBe((false, true));
        (none.Mail, none.IsOver).ShouldBe((null, true));
    }

    private async Task<List<(OutboxMessage Row, ComposedNotice Made)>> NoticesAsync(Ticket ticket)
    {
        await using var db = office.Hub.Database.Open();
        var made = new List<(OutboxMessage, ComposedNotice)>();
        foreach (var row in await db.Outbox.AsNoTracking().Where(m => m.TicketId == ticket.Id && m.Bureau != null).OrderBy(m => m.Id).ToListAsync(Token))
        {
            row.State.ShouldBeOneOf(OutboxState.Pending, OutboxState.Gathered);
            made.Add((row, await office.Hub.Get<NoticeComposer>().ComposeAsync(db, row, Token)));
        }

        return made;
    }

    public ValueTask DisposeAsync() => office.DisposeAsync();
}
