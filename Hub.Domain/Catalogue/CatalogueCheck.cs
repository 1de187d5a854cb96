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
            return "daftar \"bureaus\" kosong.";
        }

        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (bureau, at) in bureaus.Select((b, i) => (b, $"bureaus[{i}]")))
        {
            if (!IsCode(bureau.Code))
            {
                return $"{at}.code \"{bureau.Code}\" harus huruf kecil, angka dan tanda hubung.";
            }

            if (!codes.Add(bureau.Code))
            {
                return $"{at}.code \"{bureau.Code}\" dipakai dua kali.";
            }

            if (string.IsNullOrWhiteSpace(bureau.Name) || string.IsNullOrWhiteSpace(bureau.ShortName))
            {
                return $"{at} (\"{bureau.Code}\") tidak punya nama.";
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
                return $"{at}.number {service.Number}: nomor layanan harus berurutan mulai 1, di sini {i + 1}.";
            }

            if (file.Bureaus.All(b => b.Code != service.Bureau))
            {
                return $"{at} (layanan {service.Number}): biro \"{service.Bureau}\" tidak dikenal.";
            }

            if (!IsCode(service.Code) || !codes.Add(service.Code))
            {
                return $"{at} (layanan {service.Number}): code \"{service.Code}\" salah bentuk atau dipakai dua kali.";
            }

            if (string.IsNullOrWhiteSpace(service.Name) || string.IsNullOrWhiteSpace(service.Time))
            {
                return $"{at} (layanan {service.Number}): nama dan waktu pelayanan wajib diisi.";
            }

            if (service.ClassTable is string table && !file.Classes.ContainsKey(table))
            {
                return $"{at} (layanan {service.Number}): tabel klasifikasi \"{table}\" tidak ada.";
            }
        }

        return file.Services.Count == 0 ? "daftar \"services\" kosong." : null;
    }

    private static string? Systems(CatalogueFile file)
    {
        foreach (var (system, i) in file.Systems.Select((s, i) => (s, i)))
        {
            if (file.Bureaus.All(b => b.Code != system.Bureau))
            {
                return $"systems[{i}] (\"{system.Code}\"): biro \"{system.Bureau}\" tidak dikenal.";
            }

            if (system.Services.FirstOrDefault(n => n < 1 || n > file.Services.Count) is int unknown and not 0)
            {
                return $"systems[{i}] (\"{system.Code}\"): layanan {unknown} tidak ada.";
            }

            if (system.ClassTable is string table && !file.Classes.ContainsKey(table))
            {
                return $"systems[{i}] (\"{system.Code}\"): tabel klasifikasi \"{table}\" tidak ada.";
            }

            if (system is { Verifies: true, Services: [] } || (system.Verifies && file.Systems.Take(i).Any(s => s.Verifies)))
            {
                return $"systems[{i}] (\"{system.Code}\"): hanya satu sistem yang memverifikasi, dan ia punya layanan.";
            }
        }

        return null;
    }

    private static bool IsCode(string? code) =>
        !string.IsNullOrEmpty(code) && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
