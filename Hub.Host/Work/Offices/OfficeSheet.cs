using Hub.Connectors;
using Hub.Connectors.Tabular;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Host.People.Access;

namespace Hub.Host.Work.Offices;

/// <summary>Reads a table of offices (CSV or a workbook). A cell that is empty, or a column that is missing, leaves what is known.</summary>
internal static class OfficeSheet
{
    public const string Name = "Nama";
    public const string Email = "Surel";
    public const string LaporId = "ID LAPOR";
    private const string Code = "Kode";
    private const string Also = "Singkatan";
    private const string Liaison = "Pejabat penghubung";
    private const string Phone = "Telepon";
    private const string PostalAddress = "Alamat";

    /// <summary>The columns of a file, in the order in which they are taken away.</summary>
    public static readonly IReadOnlyList<string> Columns = [Code, Name, Also, Liaison, Email, Phone, PostalAddress, LaporId];

    private static readonly Headings Headings = new(
    [
        new(Code, [Code]),
        new(Name, [Name, "Perangkat daerah", "Instansi", "OPD"]),
        new(Also, [Also, "Nama pendek"]),
        new(Liaison, [Liaison, "Nama pejabat penghubung", "Penghubung"]),
        new(Email, [Email, "Email", "E-mail", "Alamat surel"]),
        new(Phone, [Phone, "Telp", "No. HP", "Nomor telepon"]),
        new(PostalAddress, [PostalAddress, "Alamat kantor"]),
        new(LaporId, [LaporId, "ID instansi LAPOR", "ID instansi"]),
    ]);

    /// <exception cref="Connectors.ConnectorFailure">The file is no table, or has no column of names.</exception>
    public static OfficeImport Read(string name, Stream file, IReadOnlyList<OfficeEntry> known, ServiceCatalogue catalogue, CurrentUser user)
    {
        var taken = new List<OfficeEntry>();
        var refused = new List<RefusedRow>();
        var unknown = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in TableReading.Of(name, file, Headings, [Name]).Lines)
        {
            if (line.Row is not { } row)
            {
                if (line.Other is { Outcome: RowOutcome.Refused, Reason: { } lost } other)
                {
                    refused.Add(new RefusedRow(other.Row, "", lost));
                }

                continue;
            }

            unknown.UnionWith(row.Cells.Keys.Except(Columns));
            var entry = Entry(row, known);
            if ((OfficeFault.In(entry, catalogue) ?? OfficeFault.Beyond(user, entry, known) ?? Twice(entry, taken)) is { } fault)
            {
                refused.Add(new RefusedRow(row.Number, fault.Field, fault.Cause));
            }
            else
            {
                taken.Add(entry);
            }
        }

        return new OfficeImport(taken, refused, [.. unknown]);
    }

    /// <summary>What is kept, in the form in which it can be brought back.</summary>
    public static IEnumerable<IReadOnlyList<object?>> Rows(IEnumerable<OfficeEntry> entries) =>
        entries.Select(Cells);

    private static IReadOnlyList<object?> Cells(OfficeEntry entry) => [entry.Code, entry.Name, entry.Also, entry.Liaison, entry.Email, entry.Phone, entry.PostalAddress, entry.LaporId];

    /// <summary>The names of what differs, without what stood there: for the audit trail.</summary>
    public static string Changed(OfficeEntry before, OfficeEntry after) =>
        string.Join(", ", Columns.Zip(Cells(before), Cells(after)).Where(static c => !Equals(c.Second, c.Third)).Select(static c => c.First));

    private static OfficeEntry Entry(TableRow row, IReadOnlyList<OfficeEntry> known)
    {
        var name = Cell(row, Name) ?? "";
        var code = Cell(row, Code) ?? OfficeEntry.CodeOf(name);
        var before = known.FirstOrDefault(o => o.Code == code || string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase));
        return new OfficeEntry(
            before?.Code ?? code,
            name,
            Cell(row, Also) ?? before?.Also ?? "",
            Cell(row, Liaison) ?? before?.Liaison,
            Cell(row, Email)?.ToLowerInvariant() ?? before?.Email,
            Cell(row, Phone) ?? before?.Phone,
            Cell(row, PostalAddress) ?? before?.PostalAddress,
            Cell(row, LaporId) ?? before?.LaporId);
    }

    private static OfficeFault? Twice(OfficeEntry entry, List<OfficeEntry> taken) =>
        taken.Exists(t => t.Code == entry.Code) ? OfficeFault.Of(Name, "Twice", entry.Name) : null;

    private static string? Cell(TableRow row, string field) => row.Cells.GetValueOrDefault(field)?.Trim() is { Length: > 0 } text ? text : null;
}

/// <summary>What became of a file of offices.</summary>
/// <param name="Unknown">Heads of columns that are none of ours: what stands below them was not read.</param>
public sealed record OfficeImport(IReadOnlyList<OfficeEntry> Taken, IReadOnlyList<RefusedRow> Refused, IReadOnlyList<string> Unknown);

/// <summary>A row that was not kept.</summary>
/// <param name="Row">1-based, as a spreadsheet shows it.</param>
/// <param name="Column">Empty where the cause names it.</param>
public sealed record RefusedRow(int Row, string Column, Said Cause);
