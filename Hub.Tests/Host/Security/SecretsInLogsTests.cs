using Hub.Host.People;
using Hub.Host.People.Access;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Security;

public sealed class SecretsInLogsTests
{
    [Fact]
    public async Task No_password_code_link_or_cookie_is_in_the_logs_even_at_their_chattiest()
    {
        using var folder = new TemporaryFolder();
        var log = folder.File("all.log");
        var settings = new Dictionary<string, string?>
        {
            ["Serilog:MinimumLevel:Default"] = "Verbose",
            ["Serilog:MinimumLevel:Override:Microsoft"] = "Verbose",
            ["Serilog:MinimumLevel:Override:System"] = "Verbose",
            ["Serilog:Using:0"] = "Serilog.Sinks.File",
            ["Serilog:WriteTo:0:Name"] = "File",
            ["Serilog:WriteTo:0:Args:path"] = log,
            ["Hub:Sources:email-uji:Kind"] = "email",
        };
        foreach (var (key, value) in HubFixture.Mailbox("email-uji", "uji@setda.contoh"))
        {
            settings[key] = value;
        }

        settings["Hub:Sources:email-uji:Options:Password"] = "sandi-sumber-rahasia";
        var secrets = new List<string> { Visitor.Password, Uri.EscapeDataString(Visitor.Password), "sandi-sumber-rahasia", "sandi salah sekali" };
        await using (var hub = await HubFixture.StartAsync(settings, folder: folder))
        {
            var user = await Visitor.RegisterAsync(hub, "siti", "kesra", Roles.Staff);
            using var visitor = new Visitor(hub);
            await visitor.SignInAsync("siti", "sandi salah sekali");
            await visitor.SignInAsync("siti", Visitor.Password);
            secrets.Add(visitor.Cookies.GetCookies(hub.Address)[PeopleSetup.Cookie]!.Value);
            var link = await hub.Get<SignInLinks>().CreateAsync(user);
            await visitor.SubmitAsync(link.PathAndQuery, "link");
            secrets.Add(link.Query["?kunci=".Length..]);
            var setup = await hub.Get<SetupCode>().IssueAsync(TestContext.Current.CancellationToken);
            await visitor.GetAsync(setup.PathAndQuery);
            secrets.Add(setup.Query["?code=".Length..]);
        }

        var written = await File.ReadAllTextAsync(log);
        written.ShouldContain("/masuk", customMessage: "the log is not the one that was written to");
        secrets.SelectMany(secret => written.Split('\n').Where(line => line.Contains(secret))).ShouldBeEmpty();
    }
}
