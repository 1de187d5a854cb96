using Hub.Domain.Catalogue;
using Hub.Host.People.Access;
using Hub.Host.Work.Offices;

namespace Hub.Mocks.Demo;

/// <summary>Offices of the province with a liaison officer, so that whoever tries the demo can hand something on; the others are still to be filled in, as on a first day.</summary>
internal static class DemoOffices
{
    private static readonly (string Code, string Address)[] Reached =
    [
        (Office.Inspectorate, "penghubung.inspektorat@contoh.id"),
        ("dinas-sosial", "penghubung.dinsos@contoh.id"),
        ("dinas-pendidikan-dan-kebudayaan", "penghubung.disdikbud@contoh.id"),
        ("dinas-pekerjaan-umum-penataan-ruang-perumahan-dan-kawasan-permukiman", "penghubung.pupr@contoh.id"),
    ];

    /// <exception cref="DemoRefusal">An entry could not be kept.</exception>
    public static async Task EnsureAsync(WebApplication app, string actor, CancellationToken token)
    {
        var register = app.Services.GetRequiredService<OfficeRegister>();
        var keeper = new CurrentUser(actor, new HashSet<string>(StringComparer.Ordinal) { Roles.Administrator }, null);
        foreach (var entry in await register.EntriesAsync(token))
        {
            if (entry.Email is null && Array.Find(Reached, r => r.Code == entry.Code) is { Address: { } address } && await register.SaveAsync(entry with { Liaison = $"Penghubung {entry.Name}", Email = address }, keeper, token) is { } fault)
            {
                throw new DemoRefusal("UserRefused", fault.Cause);
            }
        }
    }
}
