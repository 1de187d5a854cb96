using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Host.Storage.Mappings;

internal sealed class AccessMapping : IEntityTypeConfiguration<UserSession>, IEntityTypeConfiguration<SignInLink>, IEntityTypeConfiguration<StoredAppointment>
{
    public void Configure(EntityTypeBuilder<UserSession> entity)
    {
        entity.ToTable("UserSessions");
        entity.HasIndex(s => new { s.UserId, s.EndedAt });
        entity.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SignInLink> entity)
    {
        entity.ToTable("SignInLinks");
        entity.HasKey(l => l.Hash);
        entity.HasOne<User>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<StoredAppointment> entity)
    {
        entity.ToTable("Appointments");
        entity.HasIndex(a => a.UserId).IsUnique();
        entity.HasOne<User>().WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
