using System.Net;
using System.Text.RegularExpressions;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Access;

/// <summary>A browser without script: keeps cookies, follows nothing by itself, fills in forms as the page gives them.</summary>
internal sealed partial class Visitor : IDisposable
{
    public const string Password = "ikan pepija terbang";

    private static int visitors;
    private readonly HttpClient http;

    /// <param name="others">Each request goes to the next of the hubs, as behind a proxy that knows no sessions.</param>
    public Visitor(HubFixture hub, params IReadOnlyList<HubFixture> others)
    {
        Cookies = new CookieContainer();
        var network = new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false };
        http = new HttpClient(others.Count == 0 ? network : new InTurn([hub.Address, .. others.Select(o => o.Address)]) { InnerHandler = network }) { BaseAddress = hub.Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        http.DefaultRequestHeaders.UserAgent.ParseAdd("uji/1.0");

        // Every visitor has an address of its own, as behind a reverse proxy on the same machine.
        Network = $"198.51.100.{Interlocked.Increment(ref visitors) % 250}";
    }

    /// <summary>The address that the hub sees.</summary>
    public string Network
    {
        get => http.DefaultRequestHeaders.GetValues("X-Forwarded-For").Single();
        set
        {
            http.DefaultRequestHeaders.Remove("X-Forwarded-For");
            http.DefaultRequestHeaders.Add("X-Forwarded-For", value);
        }
    }

    public CookieContainer Cookies { get; }

    /// <summary>Somebody with those roles, signed in through the door.</summary>
    public static async Task<Visitor> SignedInAsync(HubFixture hub, string name, string? bureau, params string[] roles)
    {
        await RegisterAsync(hub, name, bureau, roles);
        var visitor = new Visitor(hub);
        var answer = await visitor.SignInAsync(name, Password);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
        return visitor;
    }

    public static async Task<User> RegisterAsync(HubFixture hub, string name, string? bureau, params string[] roles)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var admin = scope.ServiceProvider.GetRequiredService<UserAdmin>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        (await admin.CreateAsync(new UserDraft { Name = name, Bureau = bureau, Roles = roles }, "test", CancellationToken.None)).ShouldBeNull();
        var user = (await users.FindByNameAsync(name))!;
        (await admin.SetPasswordAsync(user, Password, CancellationToken.None)).ShouldBeNull();
        return user;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(path);

    public async Task<string> ReadAsync(string path) => await (await http.GetAsync(path)).Content.ReadAsStringAsync();

    public Task<HttpResponseMessage> SignInAsync(string name, string password, string page = "/masuk") =>
        SubmitAsync(page, "sign-in", ("name", name), ("password", password));

    /// <summary>Opens the page, takes the token of the named form, and sends it back with the fields.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string form, params (string Name, string Value)[] fields)
    {
        var token = TokenOf(await ReadAsync(page)) ?? throw new InvalidOperationException($"No form on {page}.");
        return await PostAsync(page, [("_handler", form), ("__RequestVerificationToken", token), .. fields]);
    }

    /// <summary>The same where the page still has a form.</summary>
    public async Task SubmitIfShownAsync(string page, string form, params (string Name, string Value)[] fields)
    {
        if ((await ReadAsync(page)).Contains($"value=\"{form}\"", StringComparison.Ordinal))
        {
            (await SubmitAsync(page, form, fields)).Dispose();
        }
    }

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        http.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => http.SendAsync(request);

    public static string? TokenOf(string html) => Token().Match(html) is { Success: true } m ? m.Groups[1].Value : null;

    public void Dispose() => http.Dispose();

    private sealed class InTurn(IReadOnlyList<Uri> hubs) : DelegatingHandler
    {
        private int sent;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(hubs[sent++ % hubs.Count], request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
