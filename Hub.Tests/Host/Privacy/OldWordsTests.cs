using System.Text;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Privacy;

/// <summary>What a version before 0.3 stored open is sealed at the first start, all of it; later starts do not go through the store again.</summary>
public sealed class OldWordsTests
{
    private const string Source = "lama";

    /// <summary>More than one portion, and one that is over.</summary>
    private const int Many = 230;

    [Fact]
    public async Task Every_portion_is_sealed_and_a_store_is_gone_through_once()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = await HubFixture.StartAsync(folder: folder))
        {
            await PlantAsync(hub, Many);
            await using var db = hub.Database.Open();
            (await db.Marks.Where(static m => m.Name == "old-words").ExecuteDeleteAsync(Token)).ShouldBe(1, "the first start has gone through the empty store");
        }

        await using (var hub = await HubFixture.StartAsync(folder: folder))
        {
            (await OpenAsync(hub)).ShouldBe(0);
            await PlantAsync(hub, 1);
        }

        await using var again = await HubFixture.StartAsync(folder: folder);
        (await OpenAsync(again)).ShouldBe(1, "nobody looks again");
    }

    /// <summary>Until 0.3 the body that sent a protected ticket lay open beside its seal, in its history too.</summary>
    [Fact]
    public async Task The_body_that_sent_a_protected_ticket_is_sealed_with_the_words_that_name_it()
    {
        const string body = "Yayasan Melati Putih";
        using var folder = new TemporaryFolder();
        string number;
        await using (var hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"), folder: folder))
        {
            await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Encoding.ASCII.GetBytes("From: budi@warga.contoh\r\nTo: organisasi@setda.contoh\r\nSubject: Laporan\r\nMessage-ID: <1@kirim.contoh>\r\n\r\nJalan rusak.\r\n"), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
            await using var db = hub.Database.Open();
            number = (await db.Tickets.AsNoTracking().SingleAsync(Token)).Number;
            await hub.ChangeAsync(number, new TicketChange.Protect(true, false));
            await hub.ChangeAsync(number, new TicketChange.Note($"Ditelepon {body}."));
            await db.Database.ExecuteSqlAsync($"UPDATE tickets SET organisation = {body}", Token);
            await db.Database.ExecuteSqlAsync($"UPDATE ticket_events SET data = {$$"""{"sourceStatus":"Diajukan oleh {{body}}"}"""} WHERE kind = 'Opened'", Token);
            await db.Marks.Where(static m => m.Name == "old-words-4").ExecuteDeleteAsync(Token);
        }

        await using var again = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"), folder: folder);
        await using var store = again.Database.Open();
        var ticket = await store.Tickets.AsNoTracking().Include(t => t.Events).SingleAsync(t => t.Number == number, Token);
        (ticket.Organisation, again.Get<TicketSeal>().Whole(ticket).Organisation).ShouldBe(("▇▇▇▇", body));
        ticket.Events.ShouldAllBe(e => e.Text == null || !e.Text.Contains(body));
        ticket.Events.ShouldContain(e => e.Text == "Ditelepon ▇▇▇▇.");
        ticket.Events.ShouldContain(e => e.Happened() == new Happening.Opened(null, "Diajukan oleh ▇▇▇▇"));
    }

    /// <summary>Until 0.3 a notice of which nothing but a name was typed lay open; what was sealed of the others left that name beside it.</summary>
    [Fact]
    public async Task The_name_in_a_notice_is_sealed_with_its_words_and_gone_where_the_key_is()
    {
        const string name = "Melati Putih";
        const string open = $$"""{"text":null,"target":"{{name}}"}""";
        using var folder = new TemporaryFolder();
        var settings = HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh");
        string key;
        await using (var hub = await HubFixture.StartAsync(settings, folder: folder))
        {
            await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Encoding.ASCII.GetBytes("From: budi@warga.contoh\r\nTo: organisasi@setda.contoh\r\nSubject: Laporan\r\nMessage-ID: <1@kirim.contoh>\r\n\r\nJalan rusak.\r\n"), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
            await using var db = hub.Database.Open();
            var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
            key = ticket.Key.ShouldNotBeNull();
            db.Outbox.Add(Notice("now", ticket.Id, open));
            await db.SaveChangesAsync(Token);
            db.ChangeTracker.Clear();
            var written = await db.Outbox.SingleAsync(m => m.Key == "now", Token);
            written.Payload.ShouldNotContain(name);
            hub.Get<TicketSeal>().Payload(written, key)!.ShouldContain(name);

            db.Outbox.Add(Notice("before", ticket.Id, "{}"));
            await db.SaveChangesAsync(Token);
            await db.Outbox.Where(m => m.Key == "before").ExecuteUpdateAsync(set => set.SetProperty(m => m.Payload, open), Token);
            (await db.Marks.Where(static m => m.Name == "old-words-notices").ExecuteDeleteAsync(Token)).ShouldBe(1);
        }

        await using (var again = await HubFixture.StartAsync(settings, folder: folder))
        {
            await using var db = again.Database.Open();
            var before = await db.Outbox.SingleAsync(m => m.Key == "before", Token);
            before.Payload.ShouldNotContain(name);
            again.Get<TicketSeal>().Payload(before, key)!.ShouldContain(name);

            await db.Outbox.Where(m => m.Key == "before").ExecuteUpdateAsync(set => set.SetProperty(m => m.Payload, open).SetProperty(m => m.Sealed, (byte[]?)null), Token);
            await db.Marks.Where(static m => m.Name == "old-words-notices").ExecuteDeleteAsync(Token);
            again.Get<TicketKeys>().Destroy(key);
        }

        await using var last = await HubFixture.StartAsync(settings, folder: folder);
        await using var store = last.Database.Open();
        var erased = await store.Outbox.SingleAsync(m => m.Key == "before", Token);
        (erased.Sealed, erased.Payload.Contains(name, StringComparison.Ordinal)).ShouldBe((null, false));
    }

    /// <summary>Until 0.3 all that a source answered to an answer was kept; SIHAB gives the whole proposal back.</summary>
    [Fact]
    public async Task What_a_source_repeated_about_its_item_goes()
    {
        using var folder = new TemporaryFolder();
        var settings = HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh");
        await using (var hub = await HubFixture.StartAsync(settings, folder: folder))
        {
            await hub.ArriveAsync("email-organisasi", "1", "message/rfc822", Encoding.ASCII.GetBytes("From: Budi Santoso <budi@warga.contoh>\r\nTo: organisasi@setda.contoh\r\nSubject: Laporan\r\nMessage-ID: <1@kirim.contoh>\r\n\r\nJalan rusak.\r\n"), new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
            await using var db = hub.Database.Open();
            var ticket = (await db.Tickets.AsNoTracking().SingleAsync(Token)).Id;
            foreach (var (key, answer) in new[] { ("whole", """{"nama": "Budi Santoso"}"""), ("sentence", "Diterima dari budi@warga.contoh (Budi Santoso)") })
            {
                var row = Notice(key, ticket, "{}");
                (row.Channel, row.State, row.Answer) = (OutboxChannel.Source, OutboxState.Sent, Said.Quote(answer));
                db.Outbox.Add(row);
            }

            await db.SaveChangesAsync(Token);
            await db.Marks.Where(static m => m.Name == "old-words-echoes").ExecuteDeleteAsync(Token);
        }

        await using var again = await HubFixture.StartAsync(settings, folder: folder);
        await using var store = again.Database.Open();
        (await store.Outbox.SingleAsync(m => m.Key == "whole", Token)).Answer.ShouldBeNull();
        var kept = (await store.Outbox.SingleAsync(m => m.Key == "sentence", Token)).Answer.ShouldNotBeNull().ToString();
        kept.ShouldStartWith("Diterima dari ");
        kept.ShouldNotContain("budi", Case.Insensitive);
    }

    private static OutboxMessage Notice(string key, long ticket, string payload) => new()
    {
        Key = key, TicketId = ticket, Channel = OutboxChannel.Mail, Recipient = "staf.kesra@setda.contoh", Bureau = "kesra", Purpose = NoticePurpose.Reminder, Payload = payload,
        MessageId = $"{key}@hub.contoh", State = OutboxState.Held, DueAt = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero), CreatedAt = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero),
    };

    /// <summary>As the version before wrote them: past everything that seals.</summary>
    private static async Task PlantAsync(HubFixture hub, int count)
    {
        await using var db = hub.Database.Open();
        var raw = Encoding.UTF8.GetBytes("butir lama");
        for (var i = 0; i < count; i++)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO envelopes (source, external_id, item_version, media_type, raw, raw_length, received_at, seen_at, status, attempts, next_attempt_at, quiet)
                VALUES ({Source}, {$"{Guid.NewGuid()}"}, '1', 'text/plain', {raw}, {raw.Length}, '2026-01-05 01:00:00', '2026-01-05 01:00:00', {nameof(EnvelopeStatus.Ignored)}, 0, '2026-01-05 01:00:00', {false})
                """, Token);
        }
    }

    private static async Task<int> OpenAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Envelopes.CountAsync(static e => e.Source == Source && e.RawKey == null, Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
