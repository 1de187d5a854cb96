using System.Text;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Work;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

public sealed class QuarantineDeskTests : IAsyncLifetime
{
    private const string Poison = """{"id": 7, "judul": "Hibah tanpa nomor", "status": "Diajukan"}""";
    private HubFixture hub = null!;

    private QuarantineDesk Desk => hub.Get<QuarantineDesk>();

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(Scenes.Sihab());
        await hub.ArriveAsync("sihab", "SIHAB/2026/000001", "application/json", Encoding.UTF8.GetBytes(Scenes.Proposal(1)), DateTimeOffset.UnixEpoch.AddYears(56));
        await hub.ArriveAsync("sihab", "tanpa-nomor:1", "application/json", Encoding.UTF8.GetBytes(Poison), DateTimeOffset.UnixEpoch.AddYears(56));
    }

    [Fact]
    public async Task A_poison_item_stands_in_quarantine_with_cause_owner_and_stub_while_the_others_arrive()
    {
        var item = (await Desk.ListAsync("sihab", Token)).ShouldHaveSingleItem();

        item.Cause.ShouldNotBeNull().ToString().ShouldNotBeNullOrWhiteSpace();
        item.Owner.ShouldBe("kesra");
        item.Ticket.ShouldNotBeNull();
        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync(t => !t.IsStub)).ShouldBe(1);
    }

    [Fact]
    public async Task A_mended_copy_heals_the_stub_and_leaves_the_original_as_it_came()
    {
        var item = (await Desk.ListAsync(null, Token)).Single();

        await Desk.EditAndRetryAsync(item.Id, Encoding.UTF8.GetBytes(Scenes.Proposal(7)), "admin", "nomor dilengkapi", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        await using var db = hub.Database.Open();
        hub.Get<ByteStore>().Read(await db.Envelopes.AsNoTracking().SingleAsync(e => e.Id == item.Id, Token)).ShouldBe(Encoding.UTF8.GetBytes(Poison));
        var ticket = await db.Tickets.SingleAsync(t => t.Number == item.Ticket);
        ticket.IsStub.ShouldBeFalse();
        hub.Get<TicketSeal>().Reveal(ticket);
        ticket.Title.ShouldBe("Bantuan renovasi balai 7");
        (await db.Envelopes.SingleAsync(e => e.Id == item.Id)).Status.ShouldBe(EnvelopeStatus.Superseded);
        (await db.Audit.SingleAsync(a => a.Action == "quarantine.edited")).Actor.ShouldBe("admin");
    }

    [Fact]
    public async Task A_mended_copy_of_what_nobody_could_read_stays_protected_until_the_verifier_lifts_it()
    {
        var item = (await Desk.ListAsync(null, Token)).Single();

        await Desk.EditAndRetryAsync(item.Id, Encoding.UTF8.GetBytes(Scenes.Proposal(7)), "admin", "nomor dilengkapi", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.SingleAsync(t => t.Number == item.Ticket, Token);
        (ticket.IsStub, ticket.Anonymous, ticket.Secret, ticket.Protection == ProtectionGround.UnclearFlag, ticket.Bureau is null).ShouldBe((false, true, true, true, true));
    }

    [Theory]
    [InlineData("\"is_anonymous\": 1, \"is_secret\": 1", "\"is_anonymous\": 0, \"is_secret\": 0", true)]
    [InlineData("\"is_anonymous\": 1, \"is_secret\": 1", "\"lain\": 0", true)]
    [InlineData("\"lain\": 0", "\"is_anonymous\": 1, \"is_secret\": 1", true)]
    [InlineData("\"lain\": 0", "\"lain\": 1", false)]
    public async Task A_mended_copy_raises_the_flags_of_what_can_be_read_again_and_lowers_none(string original, string edited, bool isProtected)
    {
        var item = (await Desk.ListAsync(null, Token)).Single();
        await using var db = hub.Database.Open();
        var readable = With(original);
        // As after a mended mapping: what was set aside can be read now.
        var stored = await db.Envelopes.SingleAsync(e => e.Id == item.Id, Token);
        (stored.Raw, stored.RawKey, stored.RawLength) = (Packed.Pack(readable), null, readable.Length);
        await db.SaveChangesAsync(Token);

        await Desk.EditAndRetryAsync(item.Id, With(edited), "admin", "salah ketik", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        var ticket = await db.Tickets.SingleAsync(t => t.Number == item.Ticket, Token);
        (ticket.IsStub, ticket.Anonymous, ticket.Secret, ticket.Protection is null).ShouldBe((false, isProtected, isProtected, true));
    }

    /// <summary>Without the sentence it went to the bureau that it accused.</summary>
    [Fact]
    public async Task A_mended_copy_goes_past_the_verifiers_whom_its_original_accused()
    {
        var item = (await Desk.ListAsync(null, Token)).Single();
        await using var db = hub.Database.Open();
        var readable = With("\"keterangan\": \"Pegawai Biro Organisasi meminta uang pelicin untuk mengurus tanda pengenal.\"");
        var stored = await db.Envelopes.SingleAsync(e => e.Id == item.Id, Token);
        (stored.Raw, stored.RawKey, stored.RawLength) = (Packed.Pack(readable), null, readable.Length);
        await db.SaveChangesAsync(Token);

        await Desk.EditAndRetryAsync(item.Id, With("\"keterangan\": \"Mohon diurus.\""), "admin", "salah ketik", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        var ticket = await db.Tickets.SingleAsync(t => t.Number == item.Ticket, Token);
        (ticket.IsStub, ticket.Protection is null, ticket.AccusesVerifier).ShouldBe((false, false, true));
    }

    /// <summary>It is there and will be read again: what it asks for is not unclear for good.</summary>
    [Fact]
    public async Task A_mended_copy_waits_while_its_original_cannot_be_read_for_another_cause_than_its_own()
    {
        var item = (await Desk.ListAsync(null, Token)).Single();
        var copy = await Desk.EditAndRetryAsync(item.Id, Encoding.UTF8.GetBytes(Scenes.Proposal(7)), "admin", "nomor dilengkapi", Token);
        await using var db = hub.Database.Open();
        var stored = await db.Envelopes.SingleAsync(e => e.Id == item.Id, Token);
        stored.Raw = [(byte)(stored.Raw[0] ^ 1), .. stored.Raw[1..]];
        await db.SaveChangesAsync(Token);

        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        (await db.Envelopes.SingleAsync(e => e.Id == copy, Token)).Status.ShouldBe(EnvelopeStatus.Received);
        (await db.Tickets.SingleAsync(t => t.Number == item.Ticket, Token)).IsStub.ShouldBeTrue();
    }

    private static byte[] With(string fields) => Encoding.UTF8.GetBytes($"{Scenes.Proposal(7)[..^1]}, {fields}}}");

    [Theory]
    [InlineData("\"is_secret\": 1, \"nama_pelapor\": \"Wiratmaja\"")]
    [InlineData("\"is_anonymous\": \"entah\", \"nama_pelapor\": \"Wiratmaja\"")]
    [InlineData("\"catatan\": \"Mohon nama saya dirahasiakan\", \"tampilkan_nama\": \"jangan\", \"nama_pelapor\": \"Wiratmaja\"")]
    public async Task A_new_field_of_a_protected_item_shows_no_value(string fields)
    {
        await hub.ArriveAsync("sihab", "SIHAB/2026/000007", "application/json", With(fields), DateTimeOffset.UnixEpoch.AddYears(56));

        var sample = (await hub.Get<DriftDesk>().OpenAsync("sihab", Token)).Single(d => d.Field == "nama_pelapor");
        sample.Value.ShouldBe(LeakGate.Blot);
    }

    [Fact]
    public async Task Retrying_what_is_still_broken_puts_it_back_and_opens_no_second_ticket()
    {
        var item = (await Desk.ListAsync(null, Token)).Single();

        await Desk.RetryAsync(item.Id, "admin", Token);
        (await Desk.ListAsync(null, Token)).ShouldBeEmpty();
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        (await Desk.ListAsync(null, Token)).Single().Ticket.ShouldBe(item.Ticket);
        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task All_of_one_cause_are_retried_together()
    {
        var item = (await Desk.ListAsync(null, Token)).Single();

        (await Desk.RetryAllAsync("sihab", item.CauseCode!, "admin", Token)).ShouldBe(1);
        (await Desk.RetryAllAsync("sihab", "Timeout", "admin", Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Ignoring_needs_a_reason_and_closes_the_stub_with_it()
    {
        var item = (await Desk.ListAsync(null, Token)).Single();
        await Should.ThrowAsync<TicketRefusal>(() => Desk.IgnoreAsync(item.Id, "admin", " ", Token));

        await Desk.IgnoreAsync(item.Id, "admin", "uji coba vendor", Token);

        await using var db = hub.Database.Open();
        (await db.Tickets.SingleAsync(t => t.Number == item.Ticket)).Status.ShouldBe(TicketStatus.Closed);
        (await db.Envelopes.SingleAsync(e => e.Id == item.Id)).Cause!.ToString().ShouldBe("uji coba vendor");
        await Should.ThrowAsync<TicketRefusal>(() => Desk.RetryAsync(item.Id, "admin", Token));
    }

    [Fact]
    public async Task An_unknown_status_changes_no_ticket_and_is_held_as_a_sample()
    {
        await hub.ArriveAsync("sihab", "SIHAB/2026/000001", "application/json", Encoding.UTF8.GetBytes(Scenes.Proposal(1, "Menunggu Paripurna")), DateTimeOffset.UnixEpoch.AddYears(56));

        await using var db = hub.Database.Open();
        (await db.Tickets.SingleAsync(t => t.ExternalId == "SIHAB/2026/000001")).Status.ShouldBe(TicketStatus.New);
        var sample = (await hub.Get<DriftDesk>().OpenAsync("sihab", Token)).Single(d => d.Value == "Menunggu Paripurna");
        await hub.Get<DriftDesk>().AcknowledgeAsync(sample.Id, "admin", Token);
        (await hub.Get<DriftDesk>().OpenAsync("sihab", Token)).ShouldNotContain(d => d.Value == "Menunggu Paripurna");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
