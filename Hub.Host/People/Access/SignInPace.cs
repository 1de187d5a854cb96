using System.Collections.Concurrent;
using System.Net;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation.Security;

namespace Hub.Host.People.Access;

/// <summary>Slows guessing down by making wrong tries wait longer and longer; it locks nobody out.</summary>
/// <remarks>
/// Counted are one account from one address, one address whatever the name, and one account whatever the address. A browser in which that person was signed in before is counted by itself and waits for
/// its own wrong tries alone: nobody who guesses keeps the owner away, from the same office neither.
/// User name and e-mail address are two names of one account, and guesses at both are counted together. What was typed is counted besides, up to its @: names that do not exist are slowed alike, also
/// when an address is tried that begins with one of them, so that waiting does not tell which exist.
/// </remarks>
public sealed class SignInPace(TimeProvider clock)
{
    private const int MostKept = 20_000;

    /// <summary>Thirty people behind one address mistype twice each, and nobody waits.</summary>
    private static readonly Limit OneAddress = new(60, TimeSpan.FromMinutes(1));

    private static readonly Limit OneName = new(30, TimeSpan.FromMinutes(1));
    private static readonly Limit NameFromAddress = new(5, TimeSpan.FromMinutes(15));
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, Failures> failures = new(StringComparer.Ordinal);

    /// <summary>How long the next try has to wait; zero when it may be made.</summary>
    /// <param name="name">As it was typed.</param>
    /// <param name="account">The account that it may mean; null when it means none.</param>
    /// <param name="address">Where the try comes from.</param>
    /// <param name="isKnown">The browser was signed in to that account before.</param>
    public TimeSpan WaitOf(string name, string? account, IPAddress? address, bool isKnown)
    {
        var now = clock.GetUtcNow();
        var wait = Kinds(name, account, address, isKnown).Select(k => failures.GetValueOrDefault(k.Key)).OfType<Failures>().Select(f => f.Until - now).DefaultIfEmpty().Max();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>One try, wrong for each of the accounts that it was held against.</summary>
    /// <param name="name">As it was typed.</param>
    /// <param name="tried">The accounts, and whether the browser was signed in to them before; none when the name means nobody.</param>
    /// <param name="address">Where the try came from.</param>
    public void Failed(string name, IReadOnlyList<(string Account, bool IsKnown)> tried, IPAddress? address)
    {
        var now = clock.GetUtcNow();
        var kinds = tried.Count == 0 ? Kinds(name, null, address, isKnown: false) : tried.SelectMany(t => Kinds(name, t.Account, address, t.IsKnown));
        foreach (var (key, limit) in kinds.DistinctBy(k => k.Key))
        {
            failures.AddOrUpdate(key, _ => Failures.After(1, limit, now), (_, before) => Failures.After(now - before.At > Memory ? 1 : before.Count + 1, limit, now));
        }

        if (failures.Count > MostKept)
        {
            Forget(now);
        }
    }

    /// <summary>The right password from that address: nothing is held against the two any longer.</summary>
    /// <inheritdoc cref="WaitOf" path="/param"/>
    public void Succeeded(string name, string account, IPAddress? address, bool isKnown)
    {
        foreach (var (key, limit) in Kinds(name, account, address, isKnown))
        {
            if (limit == NameFromAddress)
            {
                failures.TryRemove(key, out _);
            }
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in failures.Where(f => now - f.Value.At > Memory))
        {
            failures.TryRemove(key, out _);
        }
    }

    private static IEnumerable<(string Key, Limit Limit)> Kinds(string name, string? account, IPAddress? address, bool isKnown)
    {
        var where = VisitorNetwork.Of(address);
        return isKnown ? [($"{account}|known", NameFromAddress)]
            : account is null ? [.. Of(Typed(name)), ($"|{where}", OneAddress)]
            : [.. Of(Typed(name)), .. Of(account), ($"|{where}", OneAddress)];

        IEnumerable<(string Key, Limit Limit)> Of(string who) => [($"{who}|{where}", NameFromAddress), ($"{who}|", OneName)];
    }

    private static string Typed(string name) => Fingerprint.Of(System.Text.Encoding.UTF8.GetBytes(name.Split('@')[0].Trim().ToLowerInvariant()));

    /// <param name="Free">Tries before the first wait.</param>
    private sealed record Limit(int Free, TimeSpan Longest);

    private sealed record Failures(int Count, DateTimeOffset At, DateTimeOffset Until)
    {
        /// <summary>One second, two, four …</summary>
        public static Failures After(int count, Limit limit, DateTimeOffset now) => new(count, now, now + (count < limit.Free
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(count - limit.Free, 20)), limit.Longest.TotalSeconds))));
    }
}
