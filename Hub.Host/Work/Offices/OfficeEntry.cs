using System.ComponentModel.DataAnnotations;
using System.Text;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Work.Offices;

/// <summary>All that is kept of an office, as forms and files bring it.</summary>
/// <param name="Also">Shorter names, apart by commas.</param>
/// <param name="Liaison">The liaison officer's name (pejabat penghubung).</param>
/// <param name="Email">Of the liaison officer, lower case; null while there is none: then no ticket can be handed to the office.</param>
public sealed record OfficeEntry(string Code, string Name, string Also, string? Liaison, string? Email, string? Phone, string? PostalAddress, string? LaporId)
{
    /// <summary>Verifiers keep every office but the one that hears of what accuses them.</summary>
    public static bool MayGiveAddress(CurrentUser user, string code) => user.Is(Roles.Administrator) || (user.Is(Roles.Verifier) && code != Office.Inspectorate);

    public static OfficeEntry Of(StoredOffice office, Contact? liaison) =>
        new(office.Code, office.Name, office.Also, liaison?.Name, liaison?.Address, office.Phone, office.PostalAddress, office.LaporId);

    /// <summary>The kebab-case key of a name.</summary>
    public static string CodeOf(string name)
    {
        var code = new StringBuilder();
        foreach (var c in PlainText.Fold(name))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                code.Append(c);
            }
            else if (code.Length > 0 && code[^1] != '-')
            {
                code.Append('-');
            }
        }

        return code.ToString().Trim('-');
    }
}

/// <summary>What is wrong with an entry.</summary>
/// <param name="Field">Its heading in a file, and its label on the page.</param>
/// <param name="Cause">One sentence.</param>
public sealed record OfficeFault(string Field, Said Cause)
{
    private const int LongestName = 200;

    internal static OfficeFault? In(OfficeEntry entry, ServiceCatalogue catalogue) =>
        entry.Name.Length is 0 or > LongestName || entry.Code.Length == 0 ? Of(OfficeSheet.Name, "Name", LongestName)
        : catalogue.Bureaus.FirstOrDefault(b => b.Code == entry.Code || string.Equals(b.Name, entry.Name, StringComparison.OrdinalIgnoreCase)) is { } bureau ? Of(OfficeSheet.Name, "IsBureau", bureau.Name)
        : entry.Email is { } address && !new EmailAddressAttribute().IsValid(address) ? Of(OfficeSheet.Email, "Email", address)
        : entry is { Liaison: not null, Email: null } ? Of(OfficeSheet.Email, "LiaisonWithoutEmail")
        : entry.LaporId is { } id && !id.All(char.IsAsciiDigit) ? Of(OfficeSheet.LaporId, "LaporId", id)
        : null;

    /// <summary>What accuses Biro Organisasi goes to the Inspektorat's address: its verifiers do not choose who reads it.</summary>
    internal static OfficeFault? Beyond(CurrentUser user, OfficeEntry entry, IReadOnlyList<OfficeEntry> known) =>
        entry.Code != Office.Inspectorate || known.FirstOrDefault(o => o.Code == entry.Code)?.Email is var before && before == entry.Email ? null
        : !OfficeEntry.MayGiveAddress(user, entry.Code) ? Of(OfficeSheet.Email, "InspectorateAddress")
        : before is not null && entry.Email is null ? new OfficeFault(OfficeSheet.Email, Stays)
        : null;

    /// <summary>Without an address what accuses the verifiers would wait where they read it.</summary>
    internal static Said Stays => Said.Of<OfficeTexts>("InspectorateStays");

    internal static OfficeFault Of(string field, string cause, params object?[] values) => new(field, Said.Of<OfficeTexts>(cause, values));
}

/// <summary>Sentences about offices: <c>OfficeTexts.resx</c> (Indonesian) and <c>OfficeTexts.en.resx</c>.</summary>
internal sealed class OfficeTexts;
