namespace Hub.Tests.Support;

/// <summary>Settings and items of sources that several tests use.</summary>
internal static class Scenes
{
    public const string HookSecret = "rahasia-kiriman-uji-1234";

    /// <summary>SIHAB at an address; by default one that nobody answers.</summary>
    public static Dictionary<string, string?> Sihab(string name = "sihab", string address = "http://127.0.0.1:9", string apiKey = "kunci-uji") => new()
    {
        [$"Hub:Sources:{name}:Kind"] = "sihab",
        [$"Hub:Sources:{name}:HookSecret"] = HookSecret,
        [$"Hub:Sources:{name}:Options:Address"] = address,
        [$"Hub:Sources:{name}:Options:ApiKey"] = apiKey,
        [$"Hub:Sources:{name}:Options:SpacingMs"] = "0",
        [$"Hub:Sources:{name}:Options:RetryDelayMs"] = "1",
        [$"Hub:Sources:{name}:Options:Attempts"] = "1",
        [$"Hub:Sources:{name}:Options:TimeoutSeconds"] = "10",
    };

    /// <summary>The inbox of Biro Umum with one officer, and an account that sends; nobody answers at it.</summary>
    public static Dictionary<string, string?> Umum(string officer)
    {
        var settings = HubFixture.Mailbox("email-umum", "umpersetdaprov@gmail.com");
        settings["Hub:Contacts:umum:Staff:0"] = officer;
        HubFixture.SendMail(settings);
        return settings;
    }

    /// <summary>A proposal as SIHAB's list shows it.</summary>
    public static string Proposal(int id, string status = "Diajukan") =>
        $$"""{"id": {{id}}, "nomor_registrasi": "SIHAB/2026/{{id:D6}}", "jenis": "hibah", "judul": "Bantuan renovasi balai {{id}}", "pemohon": {"nama": "Kelompok Tani {{id}}"}, "kabupaten": "Bulungan", "status": "{{status}}", "tanggal_masuk": "2026-03-10 09:00:00", "updated_at": "2026-03-10 09:00:00"}""";
}
