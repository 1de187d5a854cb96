using Hub.Host.People.Access;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Access;

/// <summary>A hub with one person of every role signed in (staff and head at Biro Kesra), and one who is not.</summary>
public sealed class EveryRole : IAsyncLifetime
{
    public const string Nobody = "nobody";

    private readonly Dictionary<string, Visitor> visitors = new(StringComparer.Ordinal);

    internal HubFixture Hub { get; private set; } = null!;

    internal IReadOnlyDictionary<string, Visitor> Visitors => visitors;

    public async ValueTask InitializeAsync()
    {
        Hub = await HubFixture.StartAsync();
        foreach (var role in Roles.All)
        {
            visitors[role] = await Visitor.SignedInAsync(Hub, role, role is Roles.Staff or Roles.Head ? "kesra" : null, role);
        }

        visitors[Nobody] = new Visitor(Hub);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in visitors.Values)
        {
            visitor.Dispose();
        }

        await Hub.DisposeAsync();
    }
}
