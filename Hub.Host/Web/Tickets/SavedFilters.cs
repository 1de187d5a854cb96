using System.Text.Json;
using Hub.Host.Figures;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Web.Tickets;

/// <summary>Lists that a person has given a name, each with its address; kept per user.</summary>
public sealed class SavedFilters(Database database, Visit visit)
{
    public const int LongestName = 40;

    /// <summary>More would be a list of their own.</summary>
    public const int Most = 20;

    private string Name => $"filters/{visit.Actor}";

    public async Task<IReadOnlyList<SavedFilter>> AllAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return Read(await db.Settings.AsNoTracking().FirstOrDefaultAsync(s => s.Name == Name, token));
    }

    /// <summary>A name that is there already gets the new address.</summary>
    /// <returns>Why not; null when it is kept.</returns>
    public async Task<string?> KeepAsync(string name, TicketFilter filter, Words say, CancellationToken token)
    {
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > LongestName)
        {
            return say["filter.name-refused", LongestName];
        }

        var kept = (await AllAsync(token)).Where(f => !string.Equals(f.Name, trimmed, StringComparison.OrdinalIgnoreCase)).Append(new SavedFilter(trimmed, filter.Address())).ToList();
        if (kept.Count > Most)
        {
            return say["filter.too-many", Most];
        }

        await WriteAsync(kept, token);
        return null;
    }

    public async Task ForgetAsync(string name, CancellationToken token) =>
        await WriteAsync([.. (await AllAsync(token)).Where(f => f.Name != name)], token);

    private async Task WriteAsync(List<SavedFilter> filters, CancellationToken token)
    {
        await using var db = database.Open();
        await db.KeepAsync(Name, JsonSerializer.Serialize(filters), token);
    }

    private static IReadOnlyList<SavedFilter> Read(Setting? stored) =>
        stored is null ? [] : JsonSerializer.Deserialize<List<SavedFilter>>(stored.Value) ?? [];
}

/// <summary>One of them.</summary>
/// <param name="Address">Made by <see cref="TicketFilter.Address"/>; never typed.</param>
public sealed record SavedFilter(string Name, string Address);
