using System.CommandLine;

namespace Hub.Host.Bench;

/// <summary>What the measurements on a seeded store share.</summary>
internal static class BenchOptions
{
    public static (Option<bool> Json, Option<int> Tickets, Option<string?> Data) Create() =>
    (
        new Option<bool>("--json") { Description = "Satu objek JSON per baris." },
        new Option<int>("--tickets") { Description = "Jumlah tiket buatan bila --data tidak diberikan.", DefaultValueFactory = _ => 1_000_000 },
        new Option<string?>("--data") { Description = "Folder yang diisi dengan hub seed; tidak pernah folder kantor." }
    );
}
