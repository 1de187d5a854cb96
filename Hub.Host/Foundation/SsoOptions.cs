using System.ComponentModel.DataAnnotations;
using Hub.Connectors;

namespace Hub.Host.Foundation;

/// <summary>Single sign-on by OpenID Connect; settings under <c>Hub:Sso</c>, shaped for Keycloak.</summary>
public sealed class SsoOptions
{
    public const string Section = "Hub:Sso";

    /// <summary>The issuer, such as <c>https://masuk.contoh.go.id/realms/pemprov</c>.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public Uri? Authority { get; set; }

    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public string ClientId { get; set; } = "";

    [Secret]
    public string? ClientSecret { get; set; }

    /// <summary>On the button.</summary>
    public string Title { get; set; } = "SSO";

    /// <summary>Where the token carries roles; a dot goes into an object. Default: Keycloak's realm roles.</summary>
    public string RolesClaim { get; set; } = "realm_access.roles";

    /// <summary>Where the token carries the bureau code.</summary>
    public string BureauClaim { get; set; } = "bureau";

    /// <summary>Foreign role to ours; empty takes roles named <c>hub-administrator</c> … or as ours are.</summary>
    public IDictionary<string, string> Roles { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>False only for an issuer on the loopback.</summary>
    public bool RequireHttps { get; set; } = true;
}
