using Hub.Domain;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>What administrators keep: who is told, what did not leave, and answers that a bureau gives again and again.</summary>
public sealed class SettingsRoomTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The alarm that nothing leaves led to a page that said that every notice had left.</summary>
    [Fact]
    public async Task What_waits_has_not_left_and_the_page_says_why_nothing_leaves()
    {
        var ticket = await rooms.AddTicketAsync("Menunggu akun pengirim");
        await using var db = rooms.Database.Open();
        var waits = new OutboxMessage { Key = "uji-menunggu", Channel = OutboxChannel.Mail, Recipient = "staf@setda.contoh", Purpose = NoticePurpose.Assigned, TicketId = ticket.Id, Bureau = "kesra", Payload = "{}", MessageId = "uji-menunggu@hub", DueAt = DateTimeOffset.UnixEpoch, CreatedAt = DateTimeOffset.UnixEpoch };
        var alarm = new Alarm { Family = "uji", Key = "uji-berhenti", Code = "sending-stopped", Subject = "hub", Cause = Said.Quote("Kuota habis."), NextStep = Said.Quote("Periksa akunnya."), FirstSeenAt = DateTimeOffset.UnixEpoch, LastSeenAt = DateTimeOffset.UnixEpoch };
        db.AddRange(waits, alarm);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var page = await rooms.GetAsync("/settings/outbox");

        db.RemoveRange(waits, alarm);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        page.ShouldNotContain("Semua pemberitahuan terkirim");
        page.ShouldContain("Kuota habis. Periksa akunnya.");
    }

    [Fact]
    public async Task Somebody_is_added_once_in_lower_case_and_removed_by_their_own_button()
    {
        const string Address = "staf.baru@setda.contoh";
        (await AddAsync("Staf.Baru@Setda.Contoh", "Staff", "hukum")).ShouldContain(Address);
        (await AddAsync(Address, "Staff", "hukum")).ShouldContain($"{Address} sudah terdaftar di situ.");
        (await AddAsync(Address, "Head", "hukum")).ShouldNotContain("sudah terdaftar");
        await using var db = rooms.Database.Open();
        var contacts = await db.Contacts.Where(c => c.Address == Address).ToListAsync(Token);
        contacts.Select(c => c.Role).ShouldBe([ContactRole.Staff, ContactRole.Head], ignoreOrder: true);

        foreach (var contact in contacts)
        {
            await rooms.PostAsync("/settings/contacts", $"remove-{contact.Id}");
        }

        (await db.Contacts.AnyAsync(c => c.Address == Address, Token)).ShouldBeFalse();
        (await db.Audit.CountAsync(a => a.Action == "contact.removed" && a.Subject == "hukum", Token)).ShouldBeGreaterThanOrEqualTo(2);
    }

    /// <summary>Without an account the person still gets the notices of the bureau, and works by their links: whoever closes it must know.</summary>
    [Fact]
    public async Task Where_an_account_is_closed_its_page_says_that_its_address_still_hears()
    {
        const string Address = "staf.pergi@setda.contoh";
        await using var db = rooms.Database.Open();
        var leaving = db.Users.Add(new User { UserName = "pergi", NormalizedUserName = "PERGI", Email = "Staf.Pergi@Setda.Contoh", SecurityStamp = "s" }).Entity;
        await db.SaveChangesAsync(Token);
        (await rooms.GetAsync($"/settings/users/{leaving.Id}")).ShouldNotContain("menerima pemberitahuan");
        db.Contacts.Add(new Contact { Bureau = "hukum", Role = ContactRole.Staff, Address = Address });
        await db.SaveChangesAsync(Token);

        (await rooms.GetAsync($"/settings/users/{leaving.Id}")).ShouldContain($"{Address} masih menerima pemberitahuan untuk Hukum");

        leaving.DisabledAt = RoomsFixture.Now;
        await db.SaveChangesAsync(Token);
        (await rooms.GetAsync($"/settings/users/{leaving.Id}")).ShouldContain($"{Address} masih menerima pemberitahuan untuk Hukum");
    }

    [Theory]
    [InlineData("bukan alamat", "Staff", "hukum", "bukan alamat surel")]
    [InlineData("a@b@c", "Staff", "hukum", "bukan alamat surel")]
    [InlineData("staf.tanpa@setda.contoh", "Staff", "", "Pilih biro untuk staf atau kepala biro.")]
    [InlineData("staf.lain@setda.contoh", "Head", "tidak-ada", "Pilih biro untuk staf atau kepala biro.")]
    public async Task What_cannot_be_added_is_said_at_its_field_and_what_was_typed_stays(string address, string role, string bureau, string said)
    {
        var page = await AddAsync(address, role, bureau);

        page.ShouldContain(said);
        page.ShouldContain($"value=\"{address}\"");
        await using var db = rooms.Database.Open();
        (await db.Contacts.AnyAsync(c => c.Address == address, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_address_that_bounced_says_why_and_is_told_again_after_its_button()
    {
        await using var db = rooms.Database.Open();
        var contact = db.Contacts.Add(new Contact { Bureau = "umum", Role = ContactRole.Staff, Address = "penuh@setda.contoh", BouncingSince = RoomsFixture.Now, BounceReason = Said.Quote("552 kotak penuh") }).Entity;
        await db.SaveChangesAsync(Token);
        (await rooms.GetAsync("/settings/contacts")).ShouldContain("552 kotak penuh");

        (await rooms.PostAsync("/settings/contacts", $"again-{contact.Id}")).ShouldNotContain("552 kotak penuh");

        (await db.Contacts.AsNoTracking().SingleAsync(c => c.Id == contact.Id, Token)).BouncingSince.ShouldBeNull();
    }

    /// <summary>Only what was refused outside goes again; what the gate holds is mended at the ticket.</summary>
    [Fact]
    public async Task What_was_refused_goes_again_by_one_click_and_what_the_gate_holds_has_no_button()
    {
        var ticket = await rooms.AddTicketAsync("Surel yang tertahan");
        var refused = await AddMailAsync(ticket.Id, OutboxState.Failed, "550 tidak ada");
        var held = await AddMailAsync(ticket.Id, OutboxState.Held, "Memuat nomor telepon");
        var page = await rooms.GetAsync("/settings/outbox");
        page.ShouldContain($"again-{refused}");
        page.ShouldNotContain($"again-{held}");

        await rooms.PostAsync("/settings/outbox", $"again-{refused}");
        await SendAnywayAsync("/settings/outbox", $"again-{held}");

        await using var db = rooms.Database.Open();
        var states = await db.Outbox.Where(m => m.Id == refused || m.Id == held).ToDictionaryAsync(m => m.Id, m => m.State, Token);
        (states[refused], states[held]).ShouldBe((OutboxState.Pending, OutboxState.Held));
        (await db.Audit.AnyAsync(a => a.Action == "outbox.again" && a.Subject == $"{refused}", Token)).ShouldBeTrue();
    }

    /// <summary>Its room offered to send again what a source refuses for good, answered nothing, and led to pages that its reader may not open.</summary>
    [Fact]
    public async Task Of_a_notice_the_room_says_what_to_do_and_what_was_done_and_links_only_where_the_reader_may_go()
    {
        var ticket = await rooms.AddTicketAsync("Ditolak sumbernya");
        var refused = await AddMailAsync(ticket.Id, OutboxState.Failed, "422 jawaban ditolak");
        await using var db = rooms.Database.Open();
        await db.Outbox.Where(m => m.Id == refused).ExecuteUpdateAsync(set => set.SetProperty(m => m.Channel, OutboxChannel.Source).SetProperty(m => m.Purpose, NoticePurpose.WriteBack), Token);
        await rooms.ActAsAsync(new CurrentUser("admin", new HashSet<string>(StringComparer.Ordinal) { Roles.Administrator }, null), async () =>
        {
            var page = await rooms.GetAsync("/settings/outbox");
            page.ShouldContain(ticket.Number);
            page.ShouldContain("Kesra");
            page.ShouldNotContain($"href=\"/tickets/{ticket.Number}\"");
            page.ShouldContain("menjawab dengan cara lain");
        });
        (await rooms.GetAsync("/settings/outbox")).ShouldContain($"href=\"/tickets/{ticket.Number}\"");

        (await rooms.PostAsync("/settings/outbox", $"aside-{refused}", ("reason", " "))).ShouldContain("Belum ada yang disisihkan");
        var done = await rooms.PostAsync("/settings/outbox", $"aside-{refused}", ("reason", "Dijawab lewat telepon"));

        done.ShouldContain("Disisihkan: tidak akan dikirim lagi");
        done.ShouldNotContain($"aside-{refused}");
        (await db.Audit.AsNoTracking().SingleAsync(a => a.Action == "outbox.aside" && a.Subject == $"{refused}", Token)).Detail.ShouldBe("Dijawab lewat telepon");
    }

    [Fact]
    public async Task A_head_changes_and_removes_no_answer_of_another_bureau()
    {
        await using var db = rooms.Database.Open();
        var other = db.CannedAnswers.Add(new CannedAnswer { Bureau = "umum", Name = "Milik Umum", Text = "Ruang rapat penuh." }).Entity;
        await db.SaveChangesAsync(Token);
        await rooms.ActAsAsync(new CurrentUser("kepala", new HashSet<string>(StringComparer.Ordinal) { Roles.Head }, "hukum"), async () =>
        {
            (await rooms.GetAsync($"/answers?id={other.Id}")).ShouldNotContain("Milik Umum");
            await rooms.PostAsync($"/answers?id={other.Id}", "answer", ("name", "Milik Hukum"), ("service", ""), ("text", "Lain."), ("bureau", "umum"));
            (await rooms.PostAsync("/answers", "answer", ("name", new string('n', 81)), ("service", ""), ("text", "t"))).ShouldContain("paling panjang 80");
            (await rooms.PostAsync("/answers", "answer", ("name", "Layanan lain"), ("service", "3"), ("text", "t"))).ShouldContain("biro yang sama");
        });

        (await db.CannedAnswers.AsNoTracking().SingleAsync(a => a.Id == other.Id, Token)).Name.ShouldBe("Milik Umum");
        var own = await db.CannedAnswers.AsNoTracking().SingleAsync(a => a.Name == "Milik Hukum", Token);
        own.Bureau.ShouldBe("hukum");

        await rooms.PostAsync("/answers", $"remove-{own.Id}");
        (await db.CannedAnswers.AnyAsync(a => a.Id == own.Id, Token)).ShouldBeFalse();
        (await db.Audit.AnyAsync(a => a.Action == "answer.removed" && a.Detail == "Milik Hukum", Token)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Port", "99999", "Port")]
    [InlineData("From", "bukan alamat", "Alamat pengirim")]
    [InlineData("Port", "abc", "Port")]
    public async Task A_second_account_that_cannot_send_is_not_kept_and_its_fields_say_why(string field, string value, string label)
    {
        var page = await rooms.PostAsync("/settings/mail/second", "account", ("Host", "surel.contoh.id"), ("User", "cadangan"), ("Password", "sandi-cadangan"), ("From", "cadangan@setda.contoh"), (field, value));

        page.ShouldContain(label);
        page.ShouldContain("Periksa isian berikut");
        page.ShouldNotContain("sandi-cadangan");
        await using var db = rooms.Database.Open();
        (await db.Marks.AnyAsync(m => m.Name == "second-mail-account", Token)).ShouldBeFalse();
    }

    /// <summary>A form that the page does not have.</summary>
    private async Task SendAnywayAsync(string page, string form)
    {
        var (fields, browser) = await rooms.FormAsync(page, form);
        using (browser)
        {
            using var answer = await browser.PostAsync(new Uri(page, UriKind.Relative), new FormUrlEncodedContent(fields), Token);
            ((int)answer.StatusCode).ShouldBeInRange(400, 499);
        }
    }

    private Task<string> AddAsync(string address, string role, string bureau) =>
        rooms.PostAsync("/settings/contacts", "add", ("address", address), ("person", ""), ("role", role), ("bureau", bureau));

    private async Task<long> AddMailAsync(long ticket, OutboxState state, string answer)
    {
        await using var db = rooms.Database.Open();
        var row = db.Outbox.Add(new OutboxMessage
        {
            Key = $"{state}/{ticket}", Channel = OutboxChannel.Mail, Recipient = "staf.kesra@setda.contoh", Purpose = NoticePurpose.Assigned, TicketId = ticket, Bureau = "kesra", Payload = "{}",
            MessageId = $"{state}.{ticket}@hub", State = state, DueAt = RoomsFixture.Now.AddYears(1), CreatedAt = RoomsFixture.Now, Answer = Said.Quote(answer),
        }).Entity;
        await db.SaveChangesAsync(Token);
        return row.Id;
    }
}
