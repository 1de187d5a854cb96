using System.Security.Cryptography;
using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Work.Tickets;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.DataProtection;

namespace Hub.Host.Web.Tickets;

/// <summary>
/// Forms in which something is typed. Each says, sealed, for whom and for which ticket or page it was made: what it brings is kept for that person though the session is over by then,
/// stands in the form again at the next look, and goes away when it is sent.
/// </summary>
public sealed class UnsentForms(KeptForms kept, TicketRoad road, Visit visit, IDataProtectionProvider protection)
{
    /// <summary>The field that says it.</summary>
    public const string Writer = "writer";

    private const int LongestField = 20_000;
    private const int LongestName = 100;

    /// <summary>What in a page's query says what its forms are about.</summary>
    private static readonly string[] Naming = ["id", "notice"];

    private static readonly string[] NotTyped = [Writer, "seen", "number", "wording", "last"];

    private readonly IDataProtector seal = protection.CreateProtector("forms");
    private readonly Dictionary<string, string> made = new(StringComparer.Ordinal);

    /// <summary>What was kept of this page's forms and stands in them again, by form; of a page that is about no ticket.</summary>
    public IReadOnlyDictionary<string, KeptOnPage> Here { get; private set; } = new Dictionary<string, KeptOnPage>();

    /// <summary>The same for every form of a ticket.</summary>
    public string WriterOf(string number) => made.TryGetValue(number, out var known) ? known : made[number] = seal.Protect($"{number}\n{visit.Actor}");

    /// <summary>For a form of this page.</summary>
    /// <param name="secrets">Its fields that are never kept.</param>
    public string WriterHere(IEnumerable<string> secrets) => seal.Protect($"{PlaceOf(visit.Context.Request)}\n{visit.Actor}\n{string.Join(',', secrets)}");

    /// <summary>Keeps what a form brought, for whoever it was made for.</summary>
    /// <returns>False when it was not made here for anybody.</returns>
    public async Task<bool> KeepAsync(IFormCollection form, CancellationToken token)
    {
        switch ((Read(form[Writer]), form["_handler"].ToString()))
        {
            case ([var number, var user], { Length: > 0 and <= LongestName } name):
                return await kept.KeepAsync(number, user, name, Typed(form), token);
            case ([var place, var user, var secrets], { Length: > 0 and <= LongestName } name):
                await kept.KeepAsync(place, user, name, TypedOnPage(form, secrets.Split(',')), token);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A form was sent and did what it asks for: nothing of it is left to be kept.</summary>
    public async Task ForgetAsync(IFormCollection form, CancellationToken token)
    {
        switch (Read(form[Writer]))
        {
            case [var number, var user]:
                await kept.ForgetOnTicketAsync(number, user, form["_handler"].ToString(), token);
                break;
            case [var place, var user, _]:
                await kept.ForgetAsync(place, user, form["_handler"].ToString(), token);
                break;
        }
    }

    /// <summary>Makes the change that a form asks for; what was kept of the form goes with it.</summary>
    /// <exception cref="TicketRefusal">Nothing was done.</exception>
    public Task SendAsync(string number, TicketChange change, IFormCollection form, CancellationToken token) => road.CommitAsync(
        number,
        async (db, ticket) =>
        {
            await road.ChangeAsync(db, ticket, change, new Actor.Person(visit.User), SeenFields.Of(form), token);
            await KeptForms.ForgetAsync(db, ticket.Id, visit.Actor, form["_handler"].ToString(), token);
        },
        token);

    /// <summary>The fields that a person filled in.</summary>
    public static IReadOnlyDictionary<string, string> Typed(IFormCollection form) => form
        .Where(f => !f.Key.StartsWith('_') && Array.IndexOf(NotTyped, f.Key) < 0)
        .ToDictionary(f => f.Key, f => Cut(f.Value.ToString()), StringComparer.Ordinal);

    private static Dictionary<string, string[]> TypedOnPage(IFormCollection form, string[] secrets) => form
        .Where(f => !f.Key.StartsWith('_') && f.Key != Writer && Array.IndexOf(secrets, f.Key) < 0 && f.Value.ToString().Length <= LongestField)
        .ToDictionary(f => f.Key, f => f.Value.OfType<string>().ToArray(), StringComparer.Ordinal);

    private static string PlaceOf(HttpRequest request) =>
        $"{request.Path.Value!.ToLowerInvariant()}?{string.Join('&', Naming.Where(request.Query.ContainsKey).Select(name => $"{name}={request.Query[name]}"))}";

    /// <summary>Behind the doors and before the pages: what a page's form brings is kept until its handler has led on, and what was kept stands in the form again.</summary>
    internal static async Task FillAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity?.IsAuthenticated != true || !IsPage(context))
        {
            await next(context);
            return;
        }

        var unsent = context.RequestServices.GetRequiredService<UnsentForms>();
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await unsent.ShowAsync(context, next);
            return;
        }

        await next(context);
        if (context.Response.StatusCode is StatusCodes.Status302Found or StatusCodes.Status303SeeOther
            && context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } && context.Request.HasFormContentType)
        {
            await unsent.ForgetAsync(context.Request.Form, CancellationToken.None);
        }
    }

    private async Task ShowAsync(HttpContext context, RequestDelegate next)
    {
        Here = await kept.OfAsync(PlaceOf(context.Request), visit.Actor, context.RequestAborted);
        var typed = Here.ToDictionary(f => f.Key, f => f.Value.Fields, StringComparer.Ordinal);
        if (context.GetRouteValue("Number") is string number && !context.Request.Query.ContainsKey("canned"))
        {
            // A prepared answer stands below what was kept: that form fills itself.
            foreach (var (form, fields) in await kept.OfTicketAsync(number, visit.Actor, context.RequestAborted))
            {
                typed[form] = fields.ToDictionary(f => f.Key, f => (string[])[f.Value], StringComparer.Ordinal);
            }
        }

        if (typed.Count == 0)
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        using var page = new MemoryStream();
        context.Response.Body = page;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        var html = Encoding.UTF8.GetString(page.ToArray());
        await body.WriteAsync(Encoding.UTF8.GetBytes(FilledForms.Fill(html, typed)), context.RequestAborted);
    }

    private static bool IsPage(HttpContext context) => context.GetEndpoint()?.Metadata is { } about && about.GetMetadata<ComponentTypeMetadata>() is not null && about.GetMetadata<IAllowAnonymous>() is null;

    /// <summary>Before the doors: a form whose session is over, or whose token is no longer good, leads to the door or back to its page, where it is filled in again.</summary>
    internal static async Task KeepAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var isTyping = request.Path == TypedCalls.Address;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || !(isTyping || IsPage(context) || NeedsProof(context)))
        {
            await next(context);
            return;
        }

        var unsent = context.RequestServices.GetRequiredService<UnsentForms>();
        if (TooLarge.Is(request))
        {
            await TooLarge.AnswerAsync(context, unsent);
            return;
        }

        var form = await request.ReadFormAsync(context.RequestAborted);
        var signedIn = context.User.Identity?.IsAuthenticated == true;
        if (signedIn)
        {
            // A ticket's form is kept until its change is stored, by the change itself.
            if (!isTyping && unsent.Read(form[Writer]) is { Length: 3 })
            {
                await unsent.KeepAsync(form, context.RequestAborted);
            }

            await next(context);
            if (!isTyping && NeedsProof(context))
            {
                // Whoever has to prove first finds the purpose in the form again; what was done leaves nothing.
                var proves = context.Response.StatusCode == StatusCodes.Status303SeeOther && context.Response.Headers.Location.ToString().StartsWith(StepUp.Page, StringComparison.Ordinal);
                await (proves ? unsent.KeepAsync(form, CancellationToken.None) : context.Response.StatusCode == StatusCodes.Status200OK && unsent.Read(form[Writer]) is { Length: 2 } ? unsent.ForgetAsync(form, CancellationToken.None) : Task.CompletedTask);
            }
        }

        var refused = !signedIn || (!isTyping && context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && !context.Response.HasStarted);
        if (refused && await unsent.KeepAsync(form, context.RequestAborted))
        {
            var page = request.Path + request.QueryString;
            context.Response.Redirect(signedIn ? page : $"/masuk?kembali={Uri.EscapeDataString(page)}");
        }
        else if (!signedIn)
        {
            await next(context);
        }
    }

    private static bool NeedsProof(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<NeedsProofAttribute>() is not null;

    private static string Cut(string text) => text.Length <= LongestField ? text : text[..LongestField];

    private string[]? Read(string? writer)
    {
        try
        {
            return string.IsNullOrEmpty(writer) ? null : seal.Unprotect(writer).Split('\n');
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
