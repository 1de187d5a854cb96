using Hub.Domain.Tickets;
using Microsoft.AspNetCore.Components;

namespace Hub.Host.Web.Tickets;

/// <summary>Some of the forms that change a ticket, inside its <see cref="TicketActions"/>.</summary>
public abstract class TicketForms : Room
{
    [Parameter, EditorRequired]
    public Ticket Ticket { get; set; } = null!;

    /// <summary>Knows what was typed in each form, and sends the one that was posted.</summary>
    [CascadingParameter]
    protected TicketActions Actions { get; set; } = null!;

    /// <summary>A form that was sent is shown though somebody else made it needless meanwhile: its words must not be dropped.</summary>
    protected bool Shows(string form, bool possible)
    {
        Actions.IsStillTaken &= possible || Posted != form;
        return possible || Posted == form;
    }

    /// <summary>Whether that form waits for what becomes of its words.</summary>
    protected bool Asks(string form) => Actions.AsksWording && Posted == form;

    /// <summary>What was typed in a form that was refused, or not sent yet.</summary>
    protected string? Kept(string form, string field) => Posted == form ? Field(field) : Actions.Kept.GetValueOrDefault(form)?.GetValueOrDefault(field);

    /// <summary>Whether that is what was chosen, or what holds where nothing was.</summary>
    protected bool Chosen<T>(string form, string field, T value, T? now = default) => Kept(form, field) is { } chosen ? chosen == value?.ToString() : Equals(value, now);

    /// <summary>The form that was sent; none when the page is only looked at.</summary>
    protected string? Posted => PostedIn(Visit.Context.Request);

    protected string Field(string name) => Visit.Context.Request.Form[name].ToString();

    protected int? Number(string name) => int.TryParse(Field(name), out var number) ? number : null;

    /// <returns>Null where nothing was typed.</returns>
    protected string? Optional(string name) => Field(name) is var text && string.IsNullOrWhiteSpace(text) ? null : text;

    internal static string? PostedIn(HttpRequest request) => request.HasFormContentType ? request.Form["_handler"].ToString() : null;
}
