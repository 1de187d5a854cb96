using System.Net;
using Hub.Domain.Catalogue;
using Hub.Host.Intake;
using Hub.Host.Mailing.Account;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Mocks.Mail;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Pages;

/// <summary>The set-up page: each step is green when it is so, and not before.</summary>
public sealed class SetupCheckTests : IAsyncLifetime
{
    private readonly int port = Ports.Free();
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The public address leads to this machine without being called its loopback.</summary>
    public async ValueTask InitializeAsync() =>
        hub = await HubFixture.StartAsync(new Dictionary<string, string?> { ["urls"] = $"http://127.0.0.2:{port}", ["Hub:PublicAddress"] = $"http://[::ffff:127.0.0.2]:{port}" });

    [Fact]
    public async Task A_public_address_counts_once_a_hub_answered_there()
    {
        (await IsDoneAsync(SetupStep.Address)).ShouldBeFalse();

        (await Check.TryAddressAsync("uji", Token)).ShouldBeNull();

        (await IsDoneAsync(SetupStep.Address)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_address_that_only_this_machine_can_open_or_that_nobody_answers_does_not_count()
    {
        await using var local = await HubFixture.StartAsync();
        await local.Get<SetupCheck>().TryAddressAsync("uji", Token);
        (await local.Get<SetupCheck>().LookAsync(Token)).Single(p => p.Step == SetupStep.Address).ShouldSatisfyAllConditions(p => p.IsDone.ShouldBeFalse(), p => p.State.ToString().ShouldContain("Hub:PublicAddress"));

        await using var silent = await HubFixture.StartAsync(new Dictionary<string, string?> { ["Hub:PublicAddress"] = $"http://[::ffff:127.0.0.2]:{Ports.Free()}" });
        (await silent.Get<SetupCheck>().TryAddressAsync("uji", Token)).ShouldNotBeNull().ToString().ShouldContain("tidak dijawab hub");
        (await silent.Get<SetupCheck>().LookAsync(Token)).Single(p => p.Step == SetupStep.Address).IsDone.ShouldBeFalse();
    }

    [Fact]
    public async Task The_sending_account_counts_after_a_test_mail_came_back_and_until_the_account_changes()
    {
        using var folder = new TemporaryFolder();
        await using var post = MailServer.Start(folder.Path, "rahasia", TimeProvider.System);
        var typed = new Dictionary<string, string>
        {
            ["Host"] = "127.0.0.1", ["Port"] = $"{post.SmtpPort}", ["Security"] = "None", ["User"] = "hub@contoh.id", ["Password"] = "rahasia", ["From"] = "hub@contoh.id",
            ["ImapHost"] = "127.0.0.1", ["ImapPort"] = $"{post.ImapPort}", ["ImapSecurity"] = "None",
        };
        (await IsDoneAsync(SetupStep.Mail)).ShouldBeFalse();
        (await hub.Get<MailAccount>().SaveAsync(typed, "uji", Token)).ShouldBeEmpty();
        (await IsDoneAsync(SetupStep.Mail)).ShouldBeFalse("nothing was sent yet");

        (await hub.Get<MailRound>().RunAsync("uji", Token)).Ok.ShouldBeTrue();
        (await IsDoneAsync(SetupStep.Mail)).ShouldBeTrue();

        typed["From"] = "lain@contoh.id";
        (await hub.Get<MailAccount>().SaveAsync(typed, "uji", Token)).ShouldBeEmpty();
        (await IsDoneAsync(SetupStep.Mail)).ShouldBeFalse("another account was not tried");
    }

    [Fact]
    public async Task A_source_counts_when_it_runs_and_not_when_it_is_paused_ill_or_new()
    {
        await using var db = hub.Database.Open();
        var (source, health) = (new Source { Name = "email-kesra", Kind = "email", Title = "Kesra", Cron = "0 0/5 * * * ?", Options = "{}", CreatedAt = DateTimeOffset.UnixEpoch }, new SourceHealth { Source = "email-kesra" });
        db.AddRange(source, health);
        async Task<bool> IsDoneAsync(Action change)
        {
            change();
            await db.SaveChangesAsync(Token);
            return await this.IsDoneAsync(SetupStep.Sources);
        }

        (await IsDoneAsync(() => { })).ShouldBeFalse("it never succeeded");
        (await IsDoneAsync(() => health.LastSuccessAt = DateTimeOffset.UnixEpoch)).ShouldBeTrue();
        (await IsDoneAsync(() => source.PausedAt = DateTimeOffset.UnixEpoch)).ShouldBeFalse();
        (await IsDoneAsync(() => (source.PausedAt, health.FailingSince) = (null, DateTimeOffset.UnixEpoch))).ShouldBeFalse();
    }

    [Fact]
    public async Task Recipients_count_when_no_bureau_is_left_out_and_a_verifier_when_there_is_one()
    {
        (await IsDoneAsync(SetupStep.Recipients)).ShouldBeFalse();
        (await IsDoneAsync(SetupStep.Verifier)).ShouldBeFalse();

        await Visitor.RegisterAsync(hub, "siti", null, Hub.Host.People.Access.Roles.Verifier);
        await using var db = hub.Database.Open();
        db.Contacts.AddRange(hub.Get<ServiceCatalogue>().Bureaus.Select(b => new Contact { Bureau = b.Code, Role = ContactRole.Staff, Address = $"baru.{b.Code}@setda.contoh" }));
        await db.SaveChangesAsync(Token);

        (await IsDoneAsync(SetupStep.Recipients)).ShouldBeTrue();
        (await IsDoneAsync(SetupStep.Verifier)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_first_administrator_types_the_code_and_finds_what_is_missing()
    {
        var address = await hub.Get<Hub.Host.People.Access.SetupCode>().IssueAsync(Token);
        using var visitor = new Visitor(hub);
        var wrong = await visitor.SubmitAsync("/setup", "code", ("code", "salah"));
        (await visitor.ReadAsync(wrong.Headers.Location!.OriginalString)).ShouldContain("role=\"alert\"");

        var form = (await visitor.SubmitAsync("/setup", "code", ("code", $" {address} "))).Headers.Location!.OriginalString;
        await visitor.SubmitAsync(form, "setup", ("name", "kepala"), ("password", Visitor.Password));
        var overview = await visitor.ReadAsync("/");
        await visitor.SubmitAsync("/settings/setup", "Clock");
        var page = WebUtility.HtmlDecode(await visitor.ReadAsync("/settings/setup"));

        overview.ShouldContain("href=\"/settings/setup\"");
        page.ShouldContain("Akun surel hub belum diisi");
        page.ShouldContain("href=\"/settings/mail\"");
        (await IsDoneAsync(SetupStep.Clock)).ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    private SetupCheck Check => hub.Get<SetupCheck>();

    private async Task<bool> IsDoneAsync(SetupStep step) => (await Check.LookAsync(Token)).Single(p => p.Step == step).IsDone;
}
