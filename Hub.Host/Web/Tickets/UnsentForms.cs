using System.Security.Cryptography;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Work.Tickets;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;

namespace Hub.Host.Web.Tickets;

/// <summary>
/// Forms that change a ticket. Each says, sealed, for whom and for which ticket it was made: what it brings is kept for that person though the session is over by then, and
/// goes away when it is sent.
/// </summary>
public sealed class UnsentForms(KeptForms kept, TicketRoad road, Visit visit, IDataProtectionProvider protection)
{
    /// <summary>The field that says it.</summary>
    public const string Writer = "writer";

    private const int LongestField = 20_000;

    private static readonly string[] NotTyped = [Writer, "seen", "number", "wording", "last"];

    private readonly IDataProtector seal = protection.CreateProtector("forms");
    private readonly Dictionary<string, string> made = new(StringComparer.Ordinal);

    /// <summary>The same for every form of a page.</summary>
    public string WriterOf(string number) => made.TryGetValue(number, out var known) ? known : made[number] = seal.Protect($"{number}\n{visit.Actor}");

    /// <summary>Keeps what a form brought, for whoever it was made for.</summary>
    /// <returns>False when it was not made here for anybody.</returns>
    public async Task<bool> KeepAsync(IFormCollection form, CancellationToken token) =>
        Read(form[Writer]) is [var number, var user] && form["_handler"].ToString() is { Length: > 0 } name && await kept.KeepAsync(number, user, name, Typed(form), token);

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

    /// <summary>Before the doors: a form whose session is over, or whose token is no longer good, leads to the door or back to its page, where it is filled in again.</summary>
    internal static async Task KeepAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || !(request.Path.StartsWithSegments("/tickets", StringComparison.OrdinalIgnoreCase) || request.Path.StartsWithSegments("/triage", StringComparison.OrdinalIgnoreCase)))
        {
            await next(context);
            return;
        }

        var form = await request.ReadFormAsync(context.RequestAborted);
        var signedIn = context.User.Identity?.IsAuthenticated == true;
        if (signedIn)
        {
            await next(context);
        }

        var refused = !signedIn || (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && !context.Response.HasStarted);
        if (refused && await context.RequestServices.GetRequiredService<UnsentForms>().KeepAsync(form, context.RequestAborted))
        {
            context.Response.Redirect(signedIn ? request.Path : $"/masuk?kembali={Uri.EscapeDataString(request.Path)}");
        }
        else if (!signedIn)
        {
            await next(context);
        }
    }

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
