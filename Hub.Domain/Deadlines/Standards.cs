using System.Collections.Frozen;

namespace Hub.Domain.Deadlines;

/// <summary>Every rule of time the hub knows: the 34 services, the class tables, the channel rules, the statutes; immutable.</summary>
public sealed class Standards
{
    private readonly StandardsFile file;
    private readonly FrozenDictionary<string, Version[]> byKey;

    private Standards(StandardsFile file)
    {
        this.file = file;
        byKey = file.Standards
            .SelectMany(s => VersionsOf(s, file))
            .GroupBy(v => v.Standard.Key, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.OrderByDescending(v => v.From).ToArray(), StringComparer.Ordinal);
    }

    public BareDays BareDays => file.BareDays;

    /// <summary>In the order of their first day.</summary>
    public IReadOnlyList<RuleSet> RuleSets => file.RuleSets;

    /// <summary>What the system adds to the clocks; null when nothing.</summary>
    public ChannelRule? ChannelOf(string system) => file.Channels.FirstOrDefault(c => c.System == system);

    /// <summary>Every key, in the order of the file.</summary>
    public IEnumerable<string> Keys => file.Standards.Select(s => s.Key);

    /// <summary>The standards that ship with the hub.</summary>
    public static Standards Embedded()
    {
        using var stream = DataFile.Embedded("standards.json");
        return Load(stream, "standards.json");
    }

    /// <summary>Reads and checks standards.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="name">How the file is called in an error sentence.</param>
    /// <exception cref="CalendarException">The file is unreadable or contradicts itself; the message names the place.</exception>
    public static Standards Load(Stream json, string name)
    {
        var read = DataFile.Read<StandardsFile>(json, name);
        return StandardsCheck.FirstFault(read) is string fault ? throw new CalendarException($"{name}: {fault}") : new Standards(read);
    }

    /// <summary>Every line, in the order of the file, as it stood at a date of receipt (R25).</summary>
    public IEnumerable<ServiceStandard> LinesAt(DateOnly receivedOn) => Keys.Distinct(StringComparer.Ordinal).Select(key => Find(key, receivedOn)!);

    /// <summary>The same standards with one service's bare "hari" read as decided (R7).</summary>
    /// <exception cref="CalendarException">The service has no bare "hari", or is read so already.</exception>
    public Standards With(ReadingDecision decision)
    {
        if (!BareDayKeys(decision.Service).Any())
        {
            throw CalendarException.Of("NothingToDecide", decision.Service);
        }

        return file.BareDays.Of(decision.Service) == decision.Reading
            ? throw CalendarException.Of("ReadSoAlready", decision.Service)
            : Decided([decision]);
    }

    /// <summary>The same standards with the decisions recorded here, later than those of the file.</summary>
    public Standards Decided(IEnumerable<ReadingDecision> decisions) => new(file with { BareDays = file.BareDays.With(decisions) });

    /// <summary>The rules of a service that print a bare "hari".</summary>
    public IEnumerable<string> BareDayKeys(int service) =>
        file.Standards.Where(s => s.Service == service && s.Unit == StandardUnit.Day).Select(s => s.Key);

    /// <summary>The rule with that key as it stood at a date of receipt (R25); null when there is none.</summary>
    public ServiceStandard? Find(string key, DateOnly receivedOn)
    {
        if (!byKey.TryGetValue(key, out var versions))
        {
            return null;
        }

        foreach (var version in versions)
        {
            if (version.From <= receivedOn)
            {
                return version.Standard;
            }
        }

        return versions[^1].Standard;
    }

    /// <exception cref="CalendarException">There is no such rule.</exception>
    public ServiceStandard Get(string key, DateOnly receivedOn) =>
        Find(key, receivedOn) ?? throw CalendarException.Of("UnknownStandard", key);

    /// <summary>The authorities that can be waited for, in the order of the file.</summary>
    public IEnumerable<ServiceStandard> Authorities => file.Standards.Where(s => s.Kind == ClockKind.Waiting);

    /// <summary>The authority that people mean with such words; the last one where it is none of those with a term.</summary>
    public ServiceStandard AuthorityOf(string words) => Authorities.FirstOrDefault(a => Named(a, words)) ?? Authorities.Last();

    /// <summary>What a person can begin on a ticket of that service: terms that start with an occasion, and visits to the counter.</summary>
    public IEnumerable<ServiceStandard> Occasions(int? service) => file.Standards.Where(s => (s.Begun || s.CounterOnly) && s.Names.Count > 0 && (s.Service is null || s.Service == service));

    /// <summary>The occasion of that service that such words name; null when they name none.</summary>
    public ServiceStandard? OccasionOf(string words, int? service) => Occasions(service).FirstOrDefault(s => Named(s, words));

    /// <summary>The further terms of a service beside its promise and its table.</summary>
    public IEnumerable<ServiceStandard> Beside(int service) => file.Standards.Where(s => s.Service == service && s.Class is null && s.Key != $"service-{service}");

    /// <summary>The service is about an event: it counts back from its day, or asks to be told so many days before.</summary>
    public bool IsOfEvent(int service, DateOnly receivedOn) =>
        Promise(service, receivedOn) is { Unit: StandardUnit.BeforeEvent } or { RequestBefore: not null } || Beside(service).Any(s => s.Unit == StandardUnit.BeforeEvent);

    private static bool Named(ServiceStandard standard, string words) => standard.Names.Any(name => words.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The service's own promise; null for the services that have only a class table (17, 29).</summary>
    public ServiceStandard? Promise(int service, DateOnly receivedOn) => Find($"service-{service}", receivedOn);

    /// <summary>The line of the service's own class table; null when the service has none or the table lacks the class.</summary>
    public ServiceStandard? ForClass(int service, string classCode, DateOnly receivedOn) =>
        Find(service == LaporService ? $"lapor/{classCode}" : $"service-{service}/{classCode}", receivedOn) is { Class: not null } line ? line : null;

    /// <summary>Service 29: the province's desk for LAPOR! SP4N; its table serves every complaint that has no table of its own.</summary>
    public const int LaporService = 29;

    /// <summary>True for the services that print an LPSE class table (15 to 20).</summary>
    public bool HasLpseTable(int? service) => service is int n && n != LaporService && byKey.ContainsKey($"service-{n}/ringan");

    private static IEnumerable<Version> VersionsOf(ServiceStandard line, StandardsFile file)
    {
        var read = line.Unit == StandardUnit.Day ? line with { Reading = file.BareDays.Of(line.Service) } : line;
        return line.Set is null
            ? [new(DateOnly.MinValue, read)]
            : file.RuleSets
                .Where(set => (set.NumbersOf ?? set.Id) == line.Set)
                .Select(set => new Version(set.From, read with { Set = set.Id, Confirmed = set.Confirmed }));
    }

    private readonly record struct Version(DateOnly From, ServiceStandard Standard);
}
