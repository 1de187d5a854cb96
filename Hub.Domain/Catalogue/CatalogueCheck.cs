namespace Hub.Domain.Catalogue;

/// <summary>What must hold in a catalogue before the hub relies on it.</summary>
internal static class CatalogueCheck
{
    /// <returns>One sentence that names the place, or null when all is well.</returns>
    public static string? FirstFault(CatalogueFile file) =>
        Bureaus(file.Bureaus) ?? Services(file) ?? Systems(file);

    private static string? Bureaus(IReadOnlyList<Bureau> bureaus)
    {
        if (bureaus.Count == 0)
        {
            return CatalogueException.Say("NoBureaus");
        }

        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (bureau, at) in bureaus.Select((b, i) => (b, $"bureaus[{i}]")))
        {
            if (!IsCode(bureau.Code))
            {
                return CatalogueException.Say("CodeShape", at, bureau.Code);
            }

            if (!codes.Add(bureau.Code))
            {
                return CatalogueException.Say("CodeTwice", at, bureau.Code);
            }

            if (string.IsNullOrWhiteSpace(bureau.Name) || string.IsNullOrWhiteSpace(bureau.ShortName))
            {
                return CatalogueException.Say("NoName", at, bureau.Code);
            }
        }

        return null;
    }

    private static string? Services(CatalogueFile file)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (service, i) in file.Services.Select((s, i) => (s, i)))
        {
            var at = $"services[{i}]";
            if (service.Number != i + 1)
            {
                return CatalogueException.Say("ServiceOrder", at, service.Number, i + 1);
            }

            if (file.Bureaus.All(b => b.Code != service.Bureau))
            {
                return CatalogueException.Say("ServiceBureau", at, service.Number, service.Bureau);
            }

            if (!IsCode(service.Code) || !codes.Add(service.Code))
            {
                return CatalogueException.Say("ServiceCode", at, service.Number, service.Code);
            }

            if (string.IsNullOrWhiteSpace(service.Name) || string.IsNullOrWhiteSpace(service.Time))
            {
                return CatalogueException.Say("ServiceFields", at, service.Number);
            }

            if (service.ClassTable is string table && !file.Classes.ContainsKey(table))
            {
                return CatalogueException.Say("ServiceTable", at, service.Number, table);
            }
        }

        return file.Services.Count == 0 ? CatalogueException.Say("NoServices") : null;
    }

    private static string? Systems(CatalogueFile file)
    {
        foreach (var (system, i) in file.Systems.Select((s, i) => (s, i)))
        {
            if (file.Bureaus.All(b => b.Code != system.Bureau))
            {
                return CatalogueException.Say("SystemBureau", i, system.Code, system.Bureau);
            }

            if (system.Services.FirstOrDefault(n => n < 1 || n > file.Services.Count) is int unknown and not 0)
            {
                return CatalogueException.Say("SystemService", i, system.Code, unknown);
            }

            if (system.ClassTable is string table && !file.Classes.ContainsKey(table))
            {
                return CatalogueException.Say("SystemTable", i, system.Code, table);
            }

            if (system is { Verifies: true, Services: [] } || (system.Verifies && file.Systems.Take(i).Any(s => s.Verifies)))
            {
                return CatalogueException.Say("SystemVerifier", i, system.Code);
            }
        }

        return null;
    }

    private static bool IsCode(string? code) =>
        !string.IsNullOrEmpty(code) && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
