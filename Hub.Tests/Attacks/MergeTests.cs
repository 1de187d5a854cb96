using System.Text;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Conversation;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.Mailing.Notices;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Tickets that follow others, or ended, with protection in every position.</summary>
public sealed class MergeTests : IAsyncLifetime
{
    private const string Bureau = "staf.umum@setda.contoh";
    private const string Verifier = "staf.organisasi@setda.contoh";
    private const string Plea = "Kepala bagian di biro umum menerima amplop dari rekanan, mohon identitas saya dirahasiakan.";

    /// <summary>Who signed the leader's letter, their number, and six words of it in a row.</summary>
    private const string Telling = "Sama dengan surat Zubaidah Quraisyin HP 0812-7777-4321: peminjaman Ruang rapat lantai 2 tanggal 20 Maret 2026 untuk rapat koordinasi.";

    private static readonly DateTimeOffset Received = new(2026, 3, 11, 10, 0, 0, Wita.Offset);

    private HubFixture hub = null!;
    private int arrived;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(Scenes.Umum(Bureau));

    [Fact]
    public async Task A_plea_takes_a_follower_from_its_bureau_too()
    {
        var (leader, follower) = (await ArriveAsync("satu@contoh.id", "Ruang rapat lantai 2"), await ArriveAsync("dua@contoh.id", "Ruang rapat lantai dua"));
        await hub.ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, "ruang yang sama"));
        await using var db = hub.Database.Open();
        var before = await db.Outbox.CountAsync(m => m.Recipient == Bureau, Token);

        await AnswerAsync(follower, "dua@contoh.id", Plea);

        await TakenAsync(follower, before);
    }

    [Fact]
    public async Task A_plea_takes_what_was_resolved_from_its_bureau_too()
    {
        var ticket = await ArriveAsync("satu@contoh.id", "Ruang rapat lantai 2");
        await hub.ChangeAsync(ticket.Number, new TicketChange.Resolve("Ruang sudah kami siapkan."));
        await using var db = hub.Database.Open();
        var before = await db.Outbox.CountAsync(m => m.Recipient == Bureau, Token);

        await AnswerAsync(ticket, "satu@contoh.id", "Belum selesai. " + Plea);

        await TakenAsync(ticket, before);
    }

    /// <summary>What ended before it had an answer window, or after it: the words stay where nobody of the bureau reads them.</summary>
    [Fact]
    public async Task A_plea_takes_a_follower_of_an_answered_ticket_from_its_bureau_too()
    {
        var (leader, follower) = (await ArriveAsync("satu@contoh.id", "Ruang rapat lantai 2"), await ArriveAsync("dua@contoh.id", "Ruang rapat lantai dua"));
        await hub.ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, "ruang yang sama"));
        await hub.ChangeAsync(leader.Number, new TicketChange.Resolve("Ruang sudah kami siapkan."));
        await using var db = hub.Database.Open();
        var before = await db.Outbox.CountAsync(m => m.Recipient == Bureau, Token);

        await AnswerAsync(follower, "dua@contoh.id", "Belum selesai. " + Plea);

        await TakenAsync(follower, before);
    }

    [Theory]
    [InlineData(Roles.Staff, "umum", "umum", true)]
    [InlineData(Roles.Head, "umum", "umum", true)]
    [InlineData(Roles.Staff, "umum", "kesra", false)]
    [InlineData(Roles.Staff, "kesra", "umum", false)]
    [InlineData(Roles.Head, "umum", "kesra", false)]
    [InlineData(Roles.Head, "kesra", "umum", false)]
    [InlineData(Roles.Verifier, "umum", "kesra", true)]
    [InlineData(Roles.Verifier, "kesra", "umum", true)]
    [InlineData(Roles.Leadership, "umum", "umum", false)]
    [InlineData(Roles.Auditor, "umum", "umum", false)]
    [InlineData(Roles.Administrator, "umum", "umum", false)]
    [InlineData(Roles.Identities, "umum", "umum", false)]
    public async Task Only_who_works_on_both_merges_and_the_follower_carries_no_word_of_a_protected_leader(string role, string first, string second, bool may)
    {
        foreach (var (shield, guard) in new[] { (new TicketChange.Protect(true, false), 1), (new TicketChange.Protect(true, true), 1), (new TicketChange.Protect(true, true), 2), (new TicketChange.Protect(false, true), 3) })
        {
            var (leader, follower) = (await ArriveAsync($"satu{++arrived}@contoh.id", "Ruang rapat lantai 2", "Zubaidah Quraisyin"), await ArriveAsync($"dua{arrived}@contoh.id", "Ruang rapat lantai dua"));
            await MoveAsync(follower, first);
            await MoveAsync(leader, second);
            if ((guard & 1) > 0)
            {
                await hub.ChangeAsync(leader.Number, shield);
            }

            if ((guard & 2) > 0)
            {
                await hub.ChangeAsync(follower.Number, shield);
            }

            var actor = new Actor.Person(new CurrentUser("ani", new HashSet<string>(StringComparer.Ordinal) { role }, role == Roles.Verifier ? null : "umum"));
            Task Merging() => hub.Get<TicketRoad>().ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, "sama dengan Zubaidah Quraisyin"), actor, null, Token);
            if (!may)
            {
                await Should.ThrowAsync<TicketRefusal>(Merging);
                continue;
            }

            await Merging();
            await hub.ChangeAsync(leader.Number, new TicketChange.Answer("Penandazq sudah kami terima.") { Wording = Wording.Blotted });
            await hub.ChangeAsync(leader.Number, new TicketChange.Resolve("Penandazq sudah kami selesaikan.") { Wording = Wording.Blotted });

            await using var db = hub.Database.Open();
            var after = await db.Tickets.AsNoTracking().Include(t => t.Events).SingleAsync(t => t.Id == follower.Id, Token);
            var seal = hub.Get<TicketSeal>();
            var words = after.Events.Select(e => seal.Whole(after, e)).Select(e => e.Text + e.Data)
                .Concat((await db.Outbox.AsNoTracking().Where(m => m.TicketId == follower.Id).ToListAsync(Token)).Select(m => seal.Payload(m, after.Key))).ToList();
            var all = string.Join('\n', words);
            all.ShouldNotContain("Quraisyin");
            if ((guard & 1) > 0)
            {
                all.ShouldNotContain("Penandazq");
            }
        }
    }

    /// <summary>No source said who wrote: only the letter itself tells, under its closing.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Who_only_signs_is_not_named_to_who_follows(bool anonymous, bool secret)
    {
        var (leader, follower) = (await SignedAsync("satu@contoh.id", "Ruang rapat lantai 2"), await ArriveAsync("dua@contoh.id", "Ruang rapat lantai dua"));
        if (anonymous || secret)
        {
            await hub.ChangeAsync(leader.Number, new TicketChange.Protect(anonymous, secret));
        }

        await hub.ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, Telling));
        await hub.ChangeAsync(leader.Number, new TicketChange.Answer($"Jawaban kami. {Telling}") { Wording = Wording.Blotted });
        await hub.ChangeAsync(follower.Number, new TicketChange.Unmerge(Telling));

        var all = await WordsOfAsync(follower);
        all.ShouldNotContain("Quraisyin");
        all.ShouldNotContain("0812-7777-4321");
        if (secret)
        {
            all.ShouldNotContain("peminjaman");
        }
    }

    /// <summary>The source names nobody, and the letter is signed: whoever answers by that name is asked, and no trail keeps it.</summary>
    [Fact]
    public async Task Who_only_signs_is_known_to_the_gate_and_to_the_trail()
    {
        var ticket = await SignedAsync("satu@contoh.id", "Ruang rapat lantai 2");
        await hub.ChangeAsync(ticket.Number, new TicketChange.Protect(true, false));

        await Should.ThrowAsync<ShowsWhoWrote>(() => hub.ChangeAsync(ticket.Number, new TicketChange.Answer("Yth. Ibu Zubaidah Quraisyin, ruang sudah kami siapkan.")));
        (await hub.Get<Retention>().HoldAsync(ticket.Number, "Ombudsman, perkara Zubaidah Quraisyin", new CurrentUser("siti", new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null), Token)).ShouldBeTrue();

        await using var db = hub.Database.Open();
        (await db.LegalHolds.SingleAsync(Token)).Reason.ShouldBe("Ombudsman, perkara ▇▇▇▇");
        (await db.Audit.AsNoTracking().Select(a => a.Detail).ToListAsync(Token)).ShouldNotContain(detail => detail != null && detail.Contains("Quraisyin"));
    }

    /// <summary>A hold keeps the whole matter, and whoever places it writes whose it is on any of its tickets.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hold_on_one_ticket_of_a_matter_names_nobody_of_it(bool onFollower)
    {
        var (leader, follower) = (await ArriveAsync("satu@contoh.id", "Ruang rapat lantai 2", "Zubaidah Quraisyin"), await ArriveAsync("dua@contoh.id", "Ruang rapat lantai dua", "Wirodikromo Xandamurti"));
        await hub.ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, "ruang yang sama"));

        var verifier = new CurrentUser("siti", new HashSet<string>(StringComparer.Ordinal) { Roles.Verifier }, null);
        await hub.Get<Retention>().HoldAsync((onFollower ? follower : leader).Number, "Perkara Zubaidah Quraisyin dan Wirodikromo Xandamurti", verifier, Token);

        await using var db = hub.Database.Open();
        (await db.LegalHolds.SingleAsync(Token)).Reason.ShouldBe("Perkara ▇▇▇▇ dan ▇▇▇▇");
        (await db.Audit.AsNoTracking().Select(a => a.Detail).ToListAsync(Token)).ShouldNotContain(detail => detail != null && (detail.Contains("Quraisyin") || detail.Contains("Xandamurti")));
    }

    /// <summary>Split off before the plea came, the part lay open at another bureau with the name of who had asked.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_plea_about_one_part_covers_all_that_came_of_the_item(bool onWhole, bool byFlag)
    {
        var whole = await SignedAsync("satu@contoh.id", "Ruang rapat lantai 2");
        await hub.ChangeAsync(whole.Number, new TicketChange.Split([new("Pinjam ruang rapat.", "umum", null), new("Mohon bantuan berobat. Hormat kami, Zubaidah Quraisyin", "kesra", null)]));
        await using var db = hub.Database.Open();
        var part = await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
        part.IsPart.ShouldBeTrue();

        var asked = onWhole ? whole : part;
        if (byFlag)
        {
            await hub.ChangeAsync(asked.Number, new TicketChange.Protect(true, false));
        }
        else
        {
            await hub.Get<TicketRoad>().ChangeAsync(asked.Number, new TicketChange.HearReporter(Plea), new Actor.Reporter(), null, Token);
        }

        var both = await db.Tickets.AsNoTracking().Where(t => t.Id == whole.Id || t.Id == part.Id).ToListAsync(Token);
        both.ShouldAllBe(t => t.Anonymous && !t.Body.Contains("Quraisyin") && t.Secret == !byFlag && t.Bureau == null == !byFlag);
        both.Select(t => t.Protection).ShouldAllBe(ground => ground != null == !byFlag);
        (await db.Outbox.CountAsync(m => m.Recipient == Verifier && m.TicketId == whole.Id, Token) > 0).ShouldBe(!byFlag);
    }

    /// <summary>The words that ask for it open a ticket of their own, and what they go on from stayed with its bureau, signed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plea_after_the_closing_covers_what_was_closed(bool atOnce)
    {
        var closed = await SignedAsync("satu@contoh.id", "Ruang rapat lantai 2");
        await hub.ChangeAsync(closed.Number, new TicketChange.Close("selesai"));
        await AnswerAsync(closed, "satu@contoh.id", atOnce ? $"Belum selesai. {Plea}" : "Belum selesai, mohon ruang yang lain.");
        await using var db = hub.Database.Open();
        var after = await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
        after.Id.ShouldNotBe(closed.Id);
        if (!atOnce)
        {
            await hub.Get<TicketRoad>().ChangeAsync(after.Number, new TicketChange.HearReporter(Plea), new Actor.Reporter(), null, Token);
        }

        var both = await db.Tickets.AsNoTracking().Where(t => t.Id == closed.Id || t.Id == after.Id).ToListAsync(Token);
        both.ShouldAllBe(t => t.Anonymous && t.Secret && t.Bureau == null && t.Protection != null);
        both.Single(t => t.Id == closed.Id).Status.ShouldBe(TicketStatus.Closed);
    }

    private async Task<string> WordsOfAsync(Ticket ticket)
    {
        await using var db = hub.Database.Open();
        var after = await db.Tickets.AsNoTracking().Include(t => t.Events).SingleAsync(t => t.Id == ticket.Id, Token);
        var seal = hub.Get<TicketSeal>();
        var rows = await db.Outbox.AsNoTracking().Where(m => m.TicketId == ticket.Id && m.Purpose != NoticePurpose.Assigned).ToListAsync(Token);
        return string.Join('\n', after.Events.Select(e => seal.Whole(after, e)).Select(e => e.Text + e.Data).Concat(rows.Select(m => seal.Payload(m, after.Key))));
    }

    private async Task<Ticket> SignedAsync(string from, string subject)
    {
        await SendAsync(from, subject, $"Mohon peminjaman {subject} tanggal 20 Maret 2026 untuk rapat koordinasi tim percepatan.\r\n\r\nHormat kami,\r\nZubaidah Quraisyin\r\nHP 0812-7777-4321");
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
    }

    private async Task MoveAsync(Ticket ticket, string bureau)
    {
        if (ticket.Bureau != bureau)
        {
            await hub.ChangeAsync(ticket.Number, new TicketChange.Assign(bureau, null, "urusan biro itu"));
        }
    }

    /// <summary>What accuses Biro Organisasi is with the Inspektorat: the verifier, whom it accuses, puts no words into it.</summary>
    [Fact]
    public async Task A_verifier_joins_no_reply_to_what_is_kept_from_them()
    {
        await hub.Get<OfficeRegister>().SaveAsync((await hub.Get<OfficeRegister>().EntriesAsync(Token)).Single(e => e.Code == Office.Inspectorate) with { Email = "itprov@inspektorat.contoh" }, new CurrentUser("budi", new HashSet<string>(StringComparer.Ordinal) { Roles.Administrator }, null), Token);
        await SendAsync("tiga@contoh.id", "Laporan", "Pegawai Biro Organisasi meminta suap dari kami.");
        await using var db = hub.Database.Open();
        var kept = await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
        kept.KeepsVerifierOut.ShouldBeTrue();
        await AnswerAsync(kept, "empat@contoh.id", "Berikut tambahan dari saya.");
        var reply = await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
        TestContext.Current.SendDiagnosticMessage($"{reply.IsDoubtfulReply} {reply.AccusesVerifier} {reply.Bureau}");
        reply.IsDoubtfulReply.ShouldBeTrue();

        await Should.ThrowAsync<TicketRefusal>(() => hub.ChangeAsync(reply.Number, new TicketChange.Join(kept.Number)));
    }

    private async Task TakenAsync(Ticket ticket, int before)
    {
        await using var db = hub.Database.Open();
        var now = await db.Tickets.AsNoTracking().Include(t => t.Events).SingleAsync(t => t.Id == ticket.Id, Token);
        TestContext.Current.SendDiagnosticMessage(string.Join(" | ", now.Events.OrderBy(e => e.Sequence).Select(e => $"{e.Kind} {e.Actor}")));
        (now.Protection is not null, now.Secret, now.Bureau, now.Status).ShouldBe((true, true, null, TicketStatus.Triage));
        now.MergedInto.ShouldBeNull();
        (await db.Outbox.CountAsync(m => m.Recipient == Bureau, Token)).ShouldBe(before);
        (await db.Outbox.CountAsync(m => m.Recipient == Verifier && m.TicketId == ticket.Id, Token)).ShouldBeGreaterThan(0);
    }

    /// <summary>The follower's own bureau did not answer, and the other's may tell what the other ticket is about.</summary>
    [Fact]
    public async Task An_answer_that_comes_by_the_leader_says_of_no_bureau_that_it_answered()
    {
        var (leader, follower) = (await ArriveAsync("satu@contoh.id", "Ruang rapat lantai 2"), await ArriveAsync("dua@contoh.id", "Ruang rapat lantai dua"));
        await MoveAsync(leader, "hukum");
        await hub.ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, "sama"));
        await hub.ChangeAsync(leader.Number, new TicketChange.Answer("Ruang sudah kami siapkan."));

        await using var db = hub.Database.Open();
        async Task<string> ToldAsync(Ticket ticket) =>
            (await hub.Get<NoticeComposer>().ComposeAsync(db, await db.Outbox.SingleAsync(m => m.TicketId == ticket.Id && m.Purpose == NoticePurpose.Answer, Token), Token)).Mail!.Text;
        (await ToldAsync(leader)).ShouldContain("Biro Hukum");
        var told = await ToldAsync(follower);
        told.ShouldContain("Ruang sudah kami siapkan.");
        told.ShouldNotContain("Dijawab oleh");
        told.ShouldNotContain("Biro Hukum");
    }

    [Fact]
    public async Task What_a_follower_was_told_about_its_leader_goes_with_the_leaders_erasing()
    {
        var (leader, follower) = (await ArriveAsync("satu@contoh.id", "Ruang rapat lantai 2", "Zubaidah Quraisyin"), await ArriveAsync("dua@contoh.id", "Ruang rapat lantai dua", "Budi Santoso"));
        await hub.ChangeAsync(follower.Number, new TicketChange.Merge(leader.Number, "ruang yang sama dengan Zubaidah Quraisyin"));
        await hub.ChangeAsync(leader.Number, new TicketChange.Resolve("Yth. Ibu Zubaidah Quraisyin, ruang sudah kami siapkan."));
        await using var db = hub.Database.Open();
        await using (var transaction = await db.Database.BeginTransactionAsync(Token))
        {
            (await hub.Get<Erasure>().EraseAsync(db, leader.Id, Token)).ShouldBeTrue();
            await db.SaveChangesAsync(Token);
            await transaction.CommitAsync(Token);
        }

        await hub.Get<Erasure>().FinishAsync(db, Token);
        await using var after = hub.Database.Open();
        var left = await after.Tickets.AsNoTracking().Include(t => t.Events).SingleAsync(t => t.Id == follower.Id, Token);
        string.Join('\n', left.Events.Select(e => e.Text + e.Data)).ShouldNotContain("Quraisyin");
        foreach (var row in await after.Outbox.AsNoTracking().Where(m => m.TicketId == follower.Id).ToListAsync(Token))
        {
            (hub.Get<TicketSeal>().Payload(row, left.Key) ?? "").ShouldNotContain("Quraisyin");
        }
    }

    private async Task<Ticket> ArriveAsync(string from, string subject, string? name = null)
    {
        await SendAsync(from, subject, $"Mohon peminjaman {subject} tanggal 20 Maret 2026 untuk rapat koordinasi.", name: name);
        await using var db = hub.Database.Open();
        return await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
    }

    private async Task AnswerAsync(Ticket ticket, string from, string words)
    {
        await using var db = hub.Database.Open();
        var receipt = await db.Outbox.FirstAsync(m => m.TicketId == ticket.Id && m.Purpose == NoticePurpose.Receipt, Token);
        await SendAsync(from, $"Re: [{ticket.Number}]", words, $"In-Reply-To: <{receipt.MessageId}>\r\n");
    }

    private Task SendAsync(string from, string subject, string body, string header = "", string? name = null)
    {
        var id = $"<surat-{++arrived}@contoh.id>";
        var mail = $"{HubFixture.Vouched(from)}From: {name} <{from}>\r\nTo: umpersetdaprov@gmail.com\r\nSubject: {subject}\r\nMessage-ID: {id}\r\n{header}\r\n{body}\r\n";
        return hub.ArriveAsync("email-umum", id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
