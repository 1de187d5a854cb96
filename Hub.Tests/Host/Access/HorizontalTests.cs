using System.Text;
using System.Net;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;

namespace Hub.Tests.Host.Access;

/// <summary>Other bureaus' tickets by number, protected texts by role: through the real pages.</summary>
public sealed class HorizontalTests(EveryRole everyRole) : IClassFixture<EveryRole>
{
    private const string Body = "Lampu jalan padam. Hormat saya, Budi Santoso, 0812-3456-7890";
    private static int numbers = 100;

    private readonly EveryRole world = everyRole;

    [Theory]
    [InlineData(Roles.Verifier, true)]
    [InlineData(Roles.Staff, true)]
    [InlineData(Roles.Head, true)]
    [InlineData(Roles.Leadership, true)]
    [InlineData(Roles.Administrator, false)]
    [InlineData(Roles.Auditor, false)]
    public async Task A_ticket_of_kesra_is_read_by_its_bureau_the_verifier_and_the_leadership(string role, bool reads)
    {
        var number = await StoreAsync("kesra", new Reporter { Name = "Budi Santoso" });

        (await world.Visitors[role].ReadAsync("/tickets/" + number)).Contains("Lampu jalan padam").ShouldBe(reads);
    }

    [Theory]
    [InlineData(Roles.Staff)]
    [InlineData(Roles.Head)]
    public async Task Another_bureaus_ticket_does_not_open_by_its_number(string role)
    {
        var number = await StoreAsync("umum", new Reporter { Name = "Budi Santoso" });

        (await world.Visitors[role].ReadAsync("/tickets/" + number)).ShouldNotContain("Lampu jalan padam");
        (await world.Visitors[role].ReadAsync("/tickets?q=" + number)).ShouldNotContain("Lampu jalan padam");
        (await world.Visitors[role].ReadAsync("/tickets/export.csv")).ShouldNotContain(number);
    }

    [Theory]
    [InlineData(Roles.Verifier)]
    [InlineData(Roles.Staff)]
    [InlineData(Roles.Leadership)]
    public async Task The_text_of_an_anonymous_reporter_is_read_without_the_reporter(string role)
    {
        var number = await StoreAsync("kesra", new Reporter { Name = "Budi Santoso", Anonymous = true });

        var page = await world.Visitors[role].ReadAsync("/tickets/" + number);

        page.ShouldContain("Lampu jalan padam");
        page.ShouldNotContain("Santoso");
        page.ShouldNotContain("3456");
    }

    [Theory]
    [InlineData(Roles.Verifier, true)]
    [InlineData(Roles.Staff, true)]
    [InlineData(Roles.Leadership, false)]
    public async Task A_secret_text_is_for_its_handlers_and_the_verifier(string role, bool reads)
    {
        var number = await StoreAsync("kesra", new Reporter { Name = "Budi Santoso", Secret = true });

        (await world.Visitors[role].ReadAsync("/tickets/" + number)).Contains("Lampu jalan padam").ShouldBe(reads);
        (await world.Visitors[role].ReadAsync("/tickets/export.csv")).ShouldNotContain($"padam {number}");
    }

    [Fact]
    public async Task A_name_that_climbs_out_of_its_folder_comes_down_as_a_plain_name()
    {
        var number = await StoreAsync("kesra", new Reporter { Name = "Budi Santoso" }, "../../etc/pass\r\nwd");

        var page = await world.Visitors[Roles.Staff].ReadAsync("/tickets/" + number);
        var path = System.Text.RegularExpressions.Regex.Match(page, "/tickets/[^\"]+/files/[0-9]+").Value;
        var answer = await world.Visitors[Roles.Staff].GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var name = answer.Content.Headers.ContentDisposition!.FileName!;
        name.ShouldNotContain("..");
        name.ShouldNotContain("/");
        name.ShouldNotContain("\n");
    }

    private async Task<string> StoreAsync(string bureau, Reporter reporter, string? file = null)
    {
        var at = new DateTimeOffset(2026, 11, 20, 1, 0, 0, TimeSpan.Zero);
        var number = $"KU-2026-{Interlocked.Increment(ref numbers):D6}";
        var ticket = Ticket.Open(
            new TicketOrigin(number, "email", "email-uji", "email-uji", number),
            new Submission { Title = $"Lampu jalan padam {number}", Body = Body, ReceivedAt = at, Reporter = reporter },
            new RoutingDecision { Kind = SubmissionKind.Complaint, Bureau = bureau, Score = 1, Triage = false, Why = [new Reason("words", ["lampu"])] },
            at);
        await using var db = world.Hub.Database.Open();
        if (file is not null)
        {
            world.Hub.Get<TicketSeal>().EnsureKey(ticket);
            var blob = await world.Hub.Get<ByteStore>().KeepAsync(db, ticket, Encoding.UTF8.GetBytes(number), CancellationToken.None);
            ticket.Attach(new TicketAttachment(file, "application/pdf", blob.Hash, blob.Size, null, at));
        }

        db.Tickets.Add(ticket);
        await db.SaveChangesAsync();
        await world.Hub.Get<ReporterVault>().KeepAsync(db, ticket, reporter, CancellationToken.None);
        await db.SaveChangesAsync();
        return number;
    }
}
