using Hub.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Host.Storage.Rows;

/// <summary>What somebody typed into a form of a ticket and has not sent; gone once it is.</summary>
public sealed class KeptForm
{
    public required long TicketId { get; set; }
    public required string UserName { get; set; }

    /// <summary>The name of the form.</summary>
    public required string Form { get; set; }

    /// <summary>The fields as JSON, under <see cref="Key"/>.</summary>
    public required byte[] Sealed { get; set; }

    /// <summary>The ticket's key; null for the hub's own, where the ticket had none yet.</summary>
    public string? Key { get; set; }
    public required DateTimeOffset KeptAt { get; set; }
}

internal sealed class KeptFormMapping : IEntityTypeConfiguration<KeptForm>
{
    public void Configure(EntityTypeBuilder<KeptForm> entity)
    {
        entity.ToTable("KeptForms");
        entity.HasKey(f => new { f.TicketId, f.UserName, f.Form });
        entity.HasOne<Ticket>().WithMany().HasForeignKey(f => f.TicketId).OnDelete(DeleteBehavior.Cascade);
    }
}
